//! The binary from outside: real files, a real SMTP conversation, a real SQLite ledger, a real kill -9.

mod admin;
mod clock;
mod commands;
mod crowd;
mod daemon;
mod damaged;
mod disk;
mod dodges;
mod faults;
mod guard;
mod http;
mod killed;
mod letters;
mod mailroom;
mod office;
mod package;
mod postbox;
mod postfix;
mod queue;
mod recipients;
mod relay;
mod reload;
mod secure;
mod stages;
mod upgrade;
mod year;
