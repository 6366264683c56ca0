//! Links that nobody else can make (A1, A6): what a link is for, signed with a key. Signing and verifying are functions
//! of the key and the time; no link is kept anywhere.
//!
//! A link in letters of an address is base64url of: a byte for what it is for, 4 bytes that name the key, 4 bytes of
//! the minute at which it ends, the names, 32 bytes of HMAC-SHA256 over all that. A link that is wrong, old or altered,
//! or was signed by another key, gives the same `None`.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::model::{Config, Subject};

/// What is signed begins with this, so that nothing else that the key signs can be taken for a link.
const LINK: &[u8] = b"duban link 1\0";
const FORM: &[u8] = b"duban form 1\0";
const TAG: &[u8] = b"duban tag 1\0";

/// How long a form may lie open before it is sent.
const FORM_MINUTES: u32 = 24 * 60;

/// So many bytes are random in what makes a form the same form.
pub const NONCE: usize = 16;

/// The least that a key holds.
pub const SHORTEST_KEY: usize = 32;

const HEAD: usize = 9;
const MAC: usize = 32;

/// The key that signs links. It shows itself nowhere.
#[derive(Clone)]
pub struct LinkKey {
    mac: Hmac<Sha256>,
    id: [u8; 4],
}

impl fmt::Debug for LinkKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkKey(…)")
    }
}

/// Two keys are the same if they have the same name.
impl PartialEq for LinkKey {
    fn eq(&self, other: &LinkKey) -> bool {
        self.id == other.id
    }
}

impl Eq for LinkKey {}

/// What a link shows, and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// What a letter says of a task or milestone, to be answered by one of its To people.
    Answer {
        /// The letter's id.
        letter: Box<str>,
        /// The task or milestone.
        subject: Subject,
    },
    /// What a person answers for, supervises and heads.
    Person(Box<str>),
    /// The deadlines of the same, for a calendar.
    Calendar(Box<str>),
    /// The whole.
    Office,
}

/// The links of one letter: the same for all its recipients (L2).
#[derive(Debug, Clone)]
pub struct LetterLinks<'a> {
    key: &'a LinkKey,
    base: &'a str,
    letter: &'a str,
    until: Timestamp,
}

/// By what a letter can be answered.
#[derive(Debug, Clone, Default)]
pub struct Ways<'a> {
    /// Its links, where it has some.
    pub links: Option<LetterLinks<'a>>,
    /// What stands in the subject of an answer by mail, where it has a key: nobody can guess it (A5).
    pub mark: Option<&'a str>,
}

/// What tells letters that were written with a key: between the id and the keyed part of a `Message-ID`.
const KEYED: char = '.';

/// So many hexadecimal digits a letter's mark has.
const MARK: usize = 20;

impl<'a> Ways<'a> {
    /// Those of a letter of that id and `Message-ID`, written then.
    pub fn of(
        config: &'a Config,
        id: &'a str,
        message_id: &'a str,
        written: Timestamp,
    ) -> Ways<'a> {
        Ways { links: LetterLinks::of(config, id, written), mark: mark_of(message_id) }
    }
}

/// What stands before the `@` of the `Message-ID` of a letter of that id: with a key, a part that nobody can guess (A5).
pub fn marked(key: Option<&LinkKey>, id: &str) -> String {
    match key {
        Some(key) => format!("{id}{KEYED}{}", &key.tag(&format!("letter {id}"))[..MARK]),
        None => id.to_owned(),
    }
}

/// The same of a letter that has one, if it was written with a key.
pub fn mark_of(message_id: &str) -> Option<&str> {
    let (local, _) = message_id.split_once('@')?;
    local.contains(KEYED).then_some(local)
}

/// The id of the letter whose mark this may be.
pub fn id_of_mark(mark: &str) -> &str {
    mark.split_once(KEYED).map_or(mark, |(id, _)| id)
}

/// A1: so many days a letter's link is good at most.
const DAYS: i64 = 90;

impl<'a> LetterLinks<'a> {
    /// Those of a letter of that id, written then; none where letters have none, or all go to one mailbox instead.
    pub fn of(config: &'a Config, letter: &'a str, written: Timestamp) -> Option<LetterLinks<'a>> {
        let web = config.web.as_ref().filter(|web| web.links && config.mail.redirect.is_none())?;
        let until = written.saturating_add(SignedDuration::from_hours(24 * DAYS)).ok()?;
        Some(LetterLinks { key: web.signing.as_ref()?, base: &web.url, letter, until })
    }

    /// The link by which that is answered.
    pub fn to(&self, subject: &Subject) -> String {
        let link = Link::Answer { letter: self.letter.into(), subject: subject.clone() };
        link.url(self.base, &self.key.sign(&link, self.until))
    }
}

impl LinkKey {
    /// A key; `None` if it is too short to be one.
    pub fn of(secret: &[u8]) -> Option<LinkKey> {
        if secret.len() < SHORTEST_KEY {
            return None;
        }
        let mac = Hmac::new_from_slice(secret).ok()?;
        let name = Sha256::new().chain_update(b"duban key 1\0").chain_update(secret).finalize();
        let mut id = [0; 4];
        id.copy_from_slice(&name[..4]);
        Some(LinkKey { mac, id })
    }

    /// The link, good until then.
    pub fn sign(&self, link: &Link, until: Timestamp) -> String {
        let mut bytes = vec![link.purpose()];
        bytes.extend(self.id);
        bytes.extend(minute(until).to_be_bytes());
        bytes.extend(link.names().join("\0").into_bytes());
        let mac = self.over(LINK, &[&bytes]).finalize().into_bytes();
        bytes.extend(mac);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// What the link shows, and until when.
    pub fn verify(&self, written: &str, now: Timestamp) -> Option<(Link, Timestamp)> {
        let bytes = URL_SAFE_NO_PAD.decode(written).ok()?;
        let (signed, mac) = bytes.split_at_checked(bytes.len().checked_sub(MAC)?)?;
        self.over(LINK, &[signed]).verify_slice(mac).ok()?;
        // From here on it is what duban wrote, with this key.
        let (head, names) = signed.split_at_checked(HEAD)?;
        let minute = u32::from_be_bytes(head[5..].try_into().ok()?);
        let until = Timestamp::from_second(i64::from(minute) * 60).ok()?;
        let names: Vec<&str> = std::str::from_utf8(names).ok()?.split('\0').collect();
        let link = Link::of(head[0], &names)?;
        (head[1..5] == self.id && now < until).then_some((link, until))
    }

    /// What a form of a page bears, so that it cannot be made by another page, and is the same form when it is sent
    /// twice.
    pub fn sign_form(&self, page: &str, nonce: [u8; NONCE], now: Timestamp) -> String {
        let mut bytes = minute(now).to_be_bytes().to_vec();
        bytes.extend(nonce);
        let mac = self.over(FORM, &[&bytes, page.as_bytes()]).finalize().into_bytes();
        bytes.extend(mac);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Whether the form came from that page, and lately.
    pub fn verify_form(&self, written: &str, page: &str, now: Timestamp) -> bool {
        let is_ours = || {
            let bytes = URL_SAFE_NO_PAD.decode(written).ok()?;
            let (signed, mac) = bytes.split_at_checked(4 + NONCE)?;
            self.over(FORM, &[signed, page.as_bytes()]).verify_slice(mac).ok()?;
            let made = u32::from_be_bytes(signed[..4].try_into().ok()?);
            let now = minute(now);
            Some((made..=made.saturating_add(FORM_MINUTES)).contains(&now))
        };
        is_ours().unwrap_or(false)
    }

    /// A mark of a text that only this key gives, in 32 hexadecimal digits: what bears it came from here.
    pub fn tag(&self, text: &str) -> String {
        let mac = self.over(TAG, &[text.as_bytes()]).finalize().into_bytes();
        mac[..16].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn over(&self, what: &[u8], parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut mac = self.mac.clone();
        mac.update(what);
        parts.iter().for_each(|part| mac.update(part));
        mac
    }
}

/// The minute that has begun, since 1970.
fn minute(at: Timestamp) -> u32 {
    u32::try_from(at.as_second().div_euclid(60)).unwrap_or(if at < Timestamp::UNIX_EPOCH {
        0
    } else {
        u32::MAX
    })
}

impl Link {
    /// The whole link, of what links begin with and the signed part.
    pub fn url(&self, base: &str, signed: &str) -> String {
        match self {
            Link::Answer { .. } => format!("{base}/a/{signed}"),
            Link::Person(_) => format!("{base}/p/{signed}"),
            Link::Calendar(_) => format!("{base}/c/{signed}.ics"),
            Link::Office => format!("{base}/o/{signed}"),
        }
    }

    fn purpose(&self) -> u8 {
        match self {
            Link::Answer { .. } => b'a',
            Link::Person(_) => b'p',
            Link::Calendar(_) => b'c',
            Link::Office => b'o',
        }
    }

    /// Ids hold no control characters, so that nothing but a separator is one.
    fn names(&self) -> Vec<&str> {
        match self {
            Link::Answer { letter, subject } => {
                let mut names = vec![&**letter, subject.id()];
                names.extend(subject.milestone());
                names
            }
            Link::Person(person) | Link::Calendar(person) => vec![person],
            Link::Office => vec![],
        }
    }

    fn of(purpose: u8, names: &[&str]) -> Option<Link> {
        Some(match (purpose, names) {
            (b'a', [letter, task]) => {
                Link::Answer { letter: (*letter).into(), subject: Subject::of_task(task, None) }
            }
            (b'a', [letter, task, milestone]) => Link::Answer {
                letter: (*letter).into(),
                subject: Subject::of_task(task, Some(milestone)),
            },
            (b'p', [person]) => Link::Person((*person).into()),
            (b'c', [person]) => Link::Calendar((*person).into()),
            (b'o', [""]) => Link::Office,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(seed: u8) -> LinkKey {
        LinkKey::of(&[seed; SHORTEST_KEY]).unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn links() -> [Link; 5] {
        let answer = |milestone| Link::Answer {
            letter: "3f2a90c17e5d4b86".into(),
            subject: Subject::of_task("XC-2026-督-017", milestone),
        };
        [
            answer(None),
            answer(Some("draft")),
            Link::Person("zhang".into()),
            Link::Calendar("zhang".into()),
            Link::Office,
        ]
    }

    #[test]
    fn a1_a_link_says_what_it_was_signed_for_until_it_ends() {
        let (now, until) = (at("2026-11-24T01:00:30Z"), at("2026-12-24T01:00:00Z"));
        for link in links() {
            let written = key(1).sign(&link, until);
            assert_eq!(key(1).verify(&written, now), Some((link, until)));
            let last = until - SignedDuration::from_secs(1);
            assert!(key(1).verify(&written, last).is_some());
            assert_eq!(key(1).verify(&written, until), None);
            assert!(written.chars().all(|one| one.is_ascii_alphanumeric() || "-_".contains(one)));
        }
    }

    #[test]
    fn a1_no_bit_of_a_link_can_be_changed_and_no_other_key_signs_it() {
        let (now, until) = (at("2026-11-24T01:00:00Z"), at("2026-12-24T01:00:00Z"));
        for link in links() {
            let written = key(1).sign(&link, until);
            let bytes = URL_SAFE_NO_PAD.decode(&written).unwrap();
            for bit in 0..bytes.len() * 8 {
                let mut altered = bytes.clone();
                altered[bit / 8] ^= 1 << (bit % 8);
                assert_eq!(key(1).verify(&URL_SAFE_NO_PAD.encode(altered), now), None, "{bit}");
            }
            for cut in 0..written.len() {
                assert_eq!(key(1).verify(&written[..cut], now), None, "{cut}");
            }
            for more in ["A", "=", " ", "AAAA"] {
                assert_eq!(key(1).verify(&format!("{written}{more}"), now), None, "{more:?}");
            }
            assert_eq!(key(2).verify(&written, now), None);
        }
        for wrong in ["", "A", "zhang", "../../etc/passwd", "\u{0}", "张三"] {
            assert_eq!(key(1).verify(wrong, now), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_forms_token_is_its_pages_for_a_day_and_never_a_link() {
        let now = at("2026-11-24T01:00:00Z");
        let form = key(1).sign_form("page", [7; NONCE], now);
        assert!(key(1).verify_form(&form, "page", now));
        assert!(key(1).verify_form(&form, "page", now + SignedDuration::from_hours(24)));
        assert!(!key(1).verify_form(&form, "page", now + SignedDuration::from_mins(24 * 60 + 1)));
        assert!(!key(1).verify_form(&form, "page", now - SignedDuration::from_mins(1)));
        assert!(!key(1).verify_form(&form, "other", now));
        assert!(!key(2).verify_form(&form, "page", now));
        assert_eq!(key(1).verify(&form, now), None);
        let link = key(1).sign(&Link::Office, at("2026-12-24T01:00:00Z"));
        assert!(!key(1).verify_form(&link, "page", now));
        assert!(!key(1).verify_form("", "page", now));
    }

    #[test]
    fn a_key_is_long_enough_and_shows_itself_nowhere() {
        assert!(LinkKey::of(&[1; SHORTEST_KEY - 1]).is_none());
        assert_eq!(format!("{:?}", key(1)), "LinkKey(…)");
        assert_eq!(key(1).tag("a").len(), 32);
        assert_ne!(key(1).tag("a"), key(2).tag("a"));
    }
}
