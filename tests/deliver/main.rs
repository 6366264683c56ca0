//! The binary from outside: real files, a real SMTP conversation, a real SQLite ledger, a real kill -9.

mod commands;
mod faults;
mod letters;
mod office;
mod postfix;
mod relay;
mod secure;
mod year;
