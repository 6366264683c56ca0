//! Lists of people (通讯录): their addresses go to the people of the files, and nothing is guessed.

use duban::import::address_book::{Book, find};
use duban::sheets;
use rust_xlsxwriter::{Format, Workbook};

use super::office::Office;

fn books(bytes: Vec<u8>) -> Vec<Book> {
    find(&mut sheets::read_bytes(bytes).expect("a list"), None)
}

/// Name, unit and addresses of each row.
fn rows(books: &[Book]) -> Vec<String> {
    let entries = books.iter().flat_map(|book| &book.entries);
    entries.map(|one| format!("{}|{}|{}", one.name, one.unit, one.addresses.join(" "))).collect()
}

#[test]
fn i1_people_are_found_under_headings_of_three_languages() {
    for (text, wanted) in [
        ("姓名,单位,电子邮箱\n张三,办公室,zhang@example.org\n", "张三|办公室|zhang@example.org"),
        (
            "序号,科室,姓 名,邮 箱\n1,法规科,张　三,zhang＠example．org\n",
            "张三|法规科|zhang@example.org",
        ),
        (
            "通讯录\n更新：2026年11月\n\n姓名;手机;E-mail\n李四（主任）;138;li@example.org\n",
            "李四||li@example.org",
        ),
        (
            "First Name,Last Name,Department,E-Mail Address\nAnn,Lee,Audit,ann@example.org\n",
            "Ann Lee|Audit|ann@example.org",
        ),
        (
            "Name;Vorname;Abteilung;E-Mail\nMeier;Eva;Amt 3;eva@example.org\n",
            "Eva Meier|Amt 3|eva@example.org",
        ),
        ("姓,名,邮件地址\n欧阳,明,ou@example.org\n", "欧阳明||ou@example.org"),
        (
            "单位名称,单位邮箱\n县水利局,shuili@example.org\n",
            "县水利局|县水利局|shuili@example.org",
        ),
        (
            "姓名\t个人邮箱\t工作邮箱\n张三\ta@qq.com\tzhang@example.org\n",
            "张三||zhang@example.org",
        ),
        ("姓名,邮箱\n张三,zhang@example.org；z@qq.com\n", "张三||zhang@example.org z@qq.com"),
        ("姓名,邮箱\n张三,mailto:zhang@example.org\n", "张三||zhang@example.org"),
    ] {
        assert_eq!(rows(&books(text.as_bytes().to_vec())), [wanted], "{text}");
    }
    for none in
        ["姓名,手机\n张三,138\n", "问题,责任人,时限\n甲,张三,2026-12-01\n", "姓名,邮箱\n张三,\n"]
    {
        assert_eq!(books(none.as_bytes().to_vec()), [], "{none}");
    }
}

/// Merged cells of units, a title above, a hidden row and a hidden column.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("通讯录").expect("named");
    let format = Format::new();
    sheet.merge_range(0, 0, 0, 4, "县直单位通讯录（2026 年 11 月）", &format).expect("merged");
    for (column, heading) in
        ["单位", "姓名", "职务", "私密邮箱", "电子邮件"].into_iter().enumerate()
    {
        sheet.write(1, column as u16, heading).expect("written");
    }
    sheet.merge_range(2, 0, 3, 0, "水利局", &format).expect("merged");
    for (row, name, address) in [
        (2, "张三", "zhang@example.org"),
        (3, "王五", "wang@new.example.org"),
        (4, "赵六", "zhao@example.org"),
    ] {
        sheet.write(row, 1, name).expect("written");
        sheet.write(row, 3, "hidden@example.org").expect("written");
        sheet.write(row, 4, address).expect("written");
    }
    sheet.set_column_hidden(3).expect("hidden");
    sheet.set_row_hidden(4).expect("hidden");
    book.save_to_buffer().expect("saved")
}

#[test]
fn i1_merged_and_hidden_cells_of_a_workbook() {
    let found = books(workbook());
    assert_eq!(rows(&found), ["张三|水利局|zhang@example.org", "王五|水利局|wang@new.example.org"]);
    assert_eq!(found[0].hidden, [5]);
}

const PEOPLE: &str = "# 人员\n[people.zhang]\nname = \"张三\"   # 科长\nemail = \"\"\n\n\
    [people]\nwang = { name = \"王五\", email = \"wang@example.org\" }\nli = { name = \"李四\", email = \"\" }\n\
    sun = { name = \"孙七\", email = \"\" }\n\n[units.city]\nname = \"市局\"\nhead = \"wang\"\n";

fn office() -> Office {
    let office = Office::new();
    office.write("people.toml", PEOPLE);
    office
}

fn gbk(office: &Office, text: &str) {
    let (bytes, _, _) = encoding_rs::GBK.encode(text);
    std::fs::write(office.path("通讯录.csv"), &bytes).expect("written");
}

/// E1: only the addresses that were to be filled in change.
#[test]
fn addresses_of_a_list_are_filled_in_and_nothing_else_changes() {
    let office = office();
    gbk(
        &office,
        "单位通讯录,,\n单位,姓 名,电子邮箱\n办公室,张 三,zhang＠example．org\n,李四,li@example.org\n,王五,WANG@example.org\n,郑九,zheng@example.org\n",
    );
    let (told, status) = office.run(&["import", "通讯录.csv"]);
    assert_eq!((office.text("people.toml").as_str(), status), (PEOPLE, Some(1)), "{told}");
    for said in [
        "addresses taken: 2, as in the files: 1",
        "not in the files, not taken (1): 郑九",
        "still without an address: 孙七",
    ] {
        assert!(told.contains(said), "{said}\n{told}");
    }
    assert!(!office.path("通讯录.map.toml").exists(), "{told}");
    let (told, _) = office.run(&["import", "通讯录.csv", "--write"]);
    let wanted = PEOPLE
        .replacen("email = \"\"", "email = \"zhang@example.org\"", 1)
        .replace("\"李四\", email = \"\"", "\"李四\", email = \"li@example.org\"");
    assert_eq!(office.text("people.toml"), wanted, "{told}");
    // Given again, it changes nothing.
    let (told, _) = office.run(&["import", "通讯录.csv", "--write"]);
    assert_eq!(office.text("people.toml"), wanted, "{told}");
    assert!(told.contains("addresses taken: 0, as in the files: 3"), "{told}");
}

#[test]
fn what_is_not_sure_is_left_with_its_place_and_reason() {
    let office = office();
    let text = "单位,姓名,邮箱\n水利局,张三,zhang@a.example.org\n教育局,张三,zhang@b.example.org\n,李四,li@example.org、li@qq.com\n,王五,new@example.org\n,孙七,待定\n";
    gbk(&office, text);
    let (told, status) = office.run(&["import", "通讯录.csv", "--write"]);
    assert_eq!((office.text("people.toml").as_str(), status), (PEOPLE, Some(1)), "{told}");
    for said in [
        "C2 张三: the list has several of that name: 水利局 zhang@a.example.org; 教育局 zhang@b.example.org. Write whose it is into [people.zhang]",
        "C4 李四: several addresses, leave one: li@example.org, li@qq.com",
        "C5 王五: wang has wang@example.org, the list new@example.org: not changed; --replace changes it",
        "still without an address: 张三, 李四, 孙七",
    ] {
        assert!(told.contains(said), "{said}\n{told}");
    }
    assert_eq!(told.matches("several of that name").count(), 1, "{told}");
    let (told, _) = office.run(&["import", "通讯录.csv", "--write", "--replace"]);
    assert!(told.contains("王五: wang@example.org \u{2192} new@example.org"), "{told}");
    assert_eq!(office.text("people.toml"), PEOPLE.replace("wang@example.org", "new@example.org"));
    let (json, _) = office.json(&["import", "通讯录.csv", "--json"]);
    let why: Vec<&str> = json["left"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| one["why"].as_str())
        .collect();
    assert_eq!((why, &json["same"]), (vec!["namesakes", "several"], &serde_json::json!(1)));
}

#[test]
fn people_are_made_only_where_that_is_asked_for() {
    let office = office();
    gbk(&office, "姓名,邮箱\n郑九,zheng@example.org\n");
    office.run(&["import", "通讯录.csv", "--write"]);
    assert_eq!(office.text("people.toml"), PEOPLE);
    office.run(&["import", "通讯录.csv", "--write", "--create"]);
    let added = "\n[people.\"郑九\"]\nname = \"郑九\"\nemail = \"zheng@example.org\"\n";
    assert_eq!(office.text("people.toml"), format!("{PEOPLE}{added}"));
}

#[test]
fn a_list_that_is_none_of_people_is_refused_as_one() {
    let office = office();
    gbk(&office, "姓名,手机\n张三,138\n");
    let (told, status) = office.run(&["import", "通讯录.csv", "--people"]);
    assert_eq!(status, Some(2), "{told}");
    assert!(told.contains("no people were found"), "{told}");
}
