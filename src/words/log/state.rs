//! Who may get at the files of the state folder.

use super::super::Text;

pub(crate) const GIVEN_TO_OWNER: Text = Text::of(
    "此文件原属 root，现已归其所在目录的用户，服务才能使用",
    "root owned this file; now it belongs to the owner of its folder, as duban's service needs it",
);
pub(crate) const ROOT_OWNS: Text = Text::of(
    "此文件属于 root 而无法更改；请用 chown 交给其所在目录的用户",
    "root owns this file, and that cannot be changed; give it to the owner of its folder by chown",
);
pub(crate) const CLOSED_TO_OTHERS: Text = Text::of(
    "其他用户原可读写此文件，现在只有所属用户可以",
    "other users could get at this file; now only its owner can",
);
pub(crate) const OPEN_TO_OTHERS: Text = Text::of(
    "其他用户可读写此文件而无法更改，请手动处理",
    "other users can get at this file, and that cannot be changed; do so by hand",
);
pub(crate) const FOLDER_OPEN: Text = Text::of(
    "其他用户可调换状态目录里的文件；请执行 `chmod 700`",
    "other users can exchange the files in the state folder; `chmod 700` it",
);
