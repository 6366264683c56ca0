//! Chinese numerals: 三, 十五, 一百二十, 二〇二六.

/// The number that the whole text is. What only lists digits is read digit by digit: 二〇二六.
pub fn number(text: &str) -> Option<u32> {
    let letters = text.chars();
    if text.is_empty() || letters.clone().count() > 5 {
        return None;
    }
    if !text.contains(['十', '百']) {
        return letters.map(digit).try_fold(0, |whole, one| Some(whole * 10 + one?));
    }
    let (mut whole, mut last) = (0, None);
    for letter in letters {
        match letter {
            '百' => whole += last.take().unwrap_or(1) * 100,
            '十' => whole += last.take().unwrap_or(1) * 10,
            letter => last = Some(digit(letter)?),
        }
    }
    Some(whole + last.unwrap_or(0))
}

/// Whether a character may stand in a numeral.
pub fn is_numeral(letter: char) -> bool {
    matches!(letter, '十' | '百') || digit(letter).is_some()
}

fn digit(letter: char) -> Option<u32> {
    match letter {
        '零' | '○' => Some(0),
        '两' => Some(2),
        letter => "〇一二三四五六七八九".chars().position(|one| one == letter).map(|at| at as u32),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        for (text, read) in [
            ("三", 3),
            ("两", 2),
            ("十", 10),
            ("十五", 15),
            ("三十", 30),
            ("九十九", 99),
            ("一百二十", 120),
            ("二〇二六", 2026),
        ] {
            assert_eq!(number(text), Some(read), "{text}");
        }
        for none in ["", "半", "几", "三个", "第一", "一二三四五六"] {
            assert_eq!(number(none), None, "{none}");
        }
    }
}
