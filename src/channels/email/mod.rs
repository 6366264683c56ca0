//! Letters as email: a draft becomes a message, and leaves by SMTP, by `sendmail`, or into a folder.

pub mod admin;
pub mod admin_text;
pub mod compose;
pub mod edit_news;
pub mod folder;
pub mod mime;
pub mod sendmail;
pub mod smtp;
pub mod unwritten_news;
