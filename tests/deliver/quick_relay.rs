//! A relay for those who are killed: quick, of changing moods, and able to say that nobody speaks to it any more.

use std::io::{BufRead, BufReader, Result, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;

use super::relay::Arrived;

#[derive(Default)]
struct Book {
    arrived: Vec<Arrived>,
    /// Conversations that have not ended.
    open: u32,
    dice: fastrand::Rng,
    calm: bool,
    listener: Option<Sender<()>>,
}

#[derive(Clone)]
pub struct QuickRelay {
    pub port: u16,
    book: Arc<(Mutex<Book>, Condvar)>,
}

impl QuickRelay {
    pub fn start(seed: u64) -> QuickRelay {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback");
        let port = listener.local_addr().expect("an address").port();
        let dice = fastrand::Rng::with_seed(seed);
        let book = Arc::new((Mutex::new(Book { dice, ..Book::default() }), Condvar::new()));
        let relay = QuickRelay { port, book };
        let shared = relay.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let relay = shared.clone();
                relay.book().open += 1;
                thread::spawn(move || {
                    let _broken = relay.converse(&stream);
                    relay.book().open -= 1;
                    relay.book.1.notify_all();
                });
            }
        });
        relay
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.0.lock().expect("no test panicked here")
    }

    /// What has arrived since the last time; asked once nobody is left who may send.
    pub fn new_letters(&self) -> Vec<Arrived> {
        let waited = self.book.1.wait_while(self.book(), |book| book.open > 0);
        std::mem::take(&mut waited.expect("no test panicked here").arrived)
    }

    /// Refuses nothing from now on.
    pub fn be_calm(&self) {
        self.book().calm = true;
    }

    /// Each line that is heard from now on, before it is answered.
    pub fn listen(&self) -> Receiver<()> {
        let (tell, listener) = channel();
        self.book().listener = Some(tell);
        listener
    }

    /// The answer if all is well, or now and then another; the line was heard.
    fn answer(&self, well: &'static str) -> &'static str {
        let mut book = self.book();
        // Whoever listened may be gone.
        let _ = book.listener.as_ref().map(|listener| listener.send(()));
        let refused = well.starts_with("250 2.") && !book.calm && book.dice.u8(..12) == 0;
        if refused { "451 4.3.0 Not now" } else { well }
    }

    fn converse(&self, mut stream: &TcpStream) -> Result<()> {
        stream.set_nodelay(true)?;
        let mut lines = BufReader::new(stream).lines();
        stream.write_all(b"220 relay ESMTP\r\n")?;
        let mut recipients = Vec::new();
        while let Some(line) = lines.next().transpose()? {
            let answer = match line.get(..4).unwrap_or_default() {
                "EHLO" => self.answer("250-relay\r\n250-PIPELINING\r\n250 8BITMIME"),
                "RCPT" => {
                    let answer = self.answer("250 2.1.5 Ok");
                    let address = line.split(['<', '>']).nth(1).filter(|_| answer.starts_with('2'));
                    recipients.extend(address.map(str::to_owned));
                    answer
                }
                "DATA" if recipients.is_empty() => self.answer("503 5.5.1 No recipients"),
                "DATA" => {
                    stream.write_all(b"354 Go ahead\r\n")?;
                    let mut message = String::new();
                    loop {
                        match lines.next().transpose()? {
                            None => return Ok(()),
                            Some(line) if line == "." => break,
                            Some(line) => message += line.strip_prefix('.').unwrap_or(&line),
                        }
                        message += "\r\n";
                    }
                    let answer = self.answer("250 2.0.0 Queued");
                    let recipients = std::mem::take(&mut recipients);
                    if answer.starts_with('2') {
                        let bytes = message.into_bytes();
                        let letter = Arrived { recipients, bytes, encrypted: false, login: None };
                        self.book().arrived.push(letter);
                    }
                    answer
                }
                "QUIT" => self.answer("221 2.0.0 Bye"),
                _ => {
                    recipients.clear();
                    self.answer("250 Ok")
                }
            };
            stream.write_all(format!("{answer}\r\n").as_bytes())?;
        }
        Ok(())
    }
}
