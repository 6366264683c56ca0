//! What the relay offers in its reply to EHLO. Keywords count in any case (RFC 5321 §2.4); lettre knows
//! them in upper case alone.

use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::response::Response;

/// What duban makes use of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Offers {
    /// The relay reads ahead (RFC 2920).
    pub(crate) pipelining: bool,
    /// It takes addresses beyond ASCII (SMTPUTF8, RFC 6531).
    pub(crate) international: bool,
    /// It says how large a message may be (SIZE, RFC 1870); so many bytes, where it names a number.
    pub(crate) size: Option<Option<usize>>,
    /// The mechanisms of AUTH, in upper case.
    logins: Vec<String>,
}

impl Offers {
    pub(crate) fn of(reply: &Response) -> Offers {
        let mut offers = Offers::default();
        for line in reply.message() {
            let line = line.to_ascii_uppercase();
            // Relays for old clients write `AUTH=LOGIN`, instead of `AUTH LOGIN` or beside it.
            let mut words = line.split([' ', '\t', '=']).filter(|word| !word.is_empty());
            match words.next() {
                Some("PIPELINING") => offers.pipelining = true,
                Some("SMTPUTF8") => offers.international = true,
                Some("SIZE") => {
                    let most = words.next().and_then(|most| most.parse().ok());
                    // 0 stands for no limit that is known.
                    offers.size = Some(most.filter(|most| *most > 0));
                }
                Some("AUTH") => offers.logins.extend(words.map(str::to_owned)),
                _ => {}
            }
        }
        offers
    }

    /// The mechanisms that both sides know, the better first.
    pub(crate) fn mechanisms(&self) -> impl Iterator<Item = Mechanism> {
        let offered = |one: &Mechanism| self.logins.contains(&one.to_string());
        [Mechanism::Plain, Mechanism::Login].into_iter().filter(offered)
    }

    /// The mechanisms that the relay names, for a person.
    pub(crate) fn logins(&self) -> String {
        self.logins.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: &str) -> Offers {
        Offers::of(&lines.replace('\n', "\r\n").parse().expect("a reply"))
    }

    #[test]
    fn a_size_counts_where_the_relay_names_one() {
        let table = [
            ("SIZE 10240000", Some(Some(10_240_000))),
            ("size 35882577", Some(Some(35_882_577))),
            ("SIZE", Some(None)),
            ("SIZE 0", Some(None)),
            ("SIZE much", Some(None)),
            ("SIZED 5", None),
        ];
        for (line, size) in table {
            assert_eq!(of(&format!("250-relay.test\n250 {line}\n")).size, size, "{line}");
        }
    }

    #[test]
    fn keywords_count_in_any_case_and_auth_in_its_old_form_too() {
        let table = [
            ("AUTH PLAIN LOGIN", "PLAIN LOGIN"),
            ("auth plain login", "PLAIN LOGIN"),
            ("Auth=Login", "LOGIN"),
            ("AUTH LOGIN\n250-AUTH=LOGIN", "LOGIN"),
            ("AUTH=plain login", "PLAIN LOGIN"),
            ("auth  login ", "LOGIN"),
            ("AUTH XOAUTH2 CRAM-MD5", ""),
            ("AUTHENTICATE PLAIN", ""),
            ("XAUTH PLAIN", ""),
            ("AUTH", ""),
        ];
        for (line, mechanisms) in table {
            let offers = of(&format!("250-relay.test\n250-{line}\n250 8bitmime\n"));
            let known: Vec<_> = offers.mechanisms().map(|one| one.to_string()).collect();
            assert_eq!(known.join(" "), mechanisms, "{line}");
            assert!(!offers.pipelining && !offers.international);
        }
        for line in ["pipelining\n250 smtputf8\n", "PIPELINING\n250 SMTPUTF8\n"] {
            let offers = of(&format!("250-relay.test\n250-{line}"));
            assert!(offers.pipelining && offers.international, "{line}");
        }
    }
}
