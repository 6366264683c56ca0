//! What the daemon answers over HTTP, at two places that know nothing of each other: [`monitoring`] (`[http]`) for programs that
//! watch it, [`pages`] (`[web]`) for people with a link.
//!
//! Connections are few, short and small, so that whoever comes takes nothing from the daemon. `server` is such a listener,
//! `listen` its socket.

pub mod health;
pub mod listen;
pub mod metrics;
pub mod monitoring;
pub mod pages;
pub mod server;
pub mod sign_of_life;
