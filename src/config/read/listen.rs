//! `listen` of `[http]` and `[web]`: an address of this machine and a port, or the path of a Unix socket. Names are not looked
//! up: what is listened at is what is written.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;

use crate::config::fault::{Fault, NotationFault, WebFault};
use crate::config::finding::Finding;
use crate::config::read::context::Context;
use crate::config::read::raw::Text;
use crate::model::Listen;

/// What the kernel takes for a socket's path, its end mark left out.
const LONGEST_PATH: usize = 107;

/// `[http]`: others may be meant to reach it, so that is a warning.
pub(crate) fn for_monitoring(text: &Text, context: &mut Context<'_>) -> Option<Listen> {
    read(text, NotationFault::HttpOpen.into(), context)
}

/// `[web]`: names and letters cross no network without TLS, so that is an error.
pub(crate) fn for_people(text: &Text, context: &mut Context<'_>) -> Option<Listen> {
    read(text, WebFault::Open.into(), context)
}

/// Where it is listened; a finding says what is wrong, or that others can reach it.
fn read(text: &Text, open: Fault, context: &mut Context<'_>) -> Option<Listen> {
    let written = text.value.trim();
    let listen = match written.strip_prefix("unix:") {
        Some(path) => socket(path),
        None => address(written),
    };
    match &listen {
        None => context.findings.add(nowhere(text, context.site(text.place))),
        Some(Listen::Tcp(address)) if !address.ip().to_canonical().is_loopback() => {
            context.add(open, text.place);
        }
        Some(_) => {}
    }
    listen
}

fn socket(path: &str) -> Option<Listen> {
    let fits = path.starts_with('/') && !path.ends_with('/') && path.len() <= LONGEST_PATH;
    fits.then(|| Listen::Unix(Path::new(path).into()))
}

fn address(written: &str) -> Option<Listen> {
    written.parse().ok().filter(|address: &SocketAddr| address.port() > 0).map(Listen::Tcp)
}

fn nowhere(text: &Text, site: crate::config::Site) -> Finding {
    let fault = NotationFault::BadListen { written: text.value.to_string() };
    let finding = Finding::new(fault).at(site);
    match meant(text.value.trim()) {
        Some(listen) => finding.instead(site, format!("\"{listen}\"")),
        None => finding,
    }
}

/// What is likely to be meant by `9470`, `localhost:9470`, `http://127.0.0.1:9470/` or `/run/duban/http.sock`.
fn meant(written: &str) -> Option<Listen> {
    if written.starts_with('/') {
        return socket(written);
    }
    let bare = written.strip_prefix("http://").unwrap_or(written).trim_end_matches('/');
    let here = |port: &str| {
        let port = port.parse().ok().filter(|port| *port > 0)?;
        Some(Listen::Tcp((Ipv4Addr::LOCALHOST, port).into()))
    };
    match bare.rsplit_once(':') {
        None => here(bare).or_else(|| {
            let address: IpAddr = bare.parse().ok()?;
            Some(Listen::Tcp((address, 9470).into()))
        }),
        Some(("" | "localhost", port)) => here(port),
        Some(_) => address(bare),
    }
}
