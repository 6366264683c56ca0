//! Panics of each thread, kept instead of printed.

use std::cell::RefCell;
use std::panic::PanicHookInfo;
use std::sync::Once;

thread_local! {
    static PANICS: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

static HOOK: Once = Once::new();

/// From now on those of this thread are kept.
pub fn forget() {
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !keep(panic) {
                before(panic);
            }
        }));
    });
    PANICS.set(Some(Vec::new()));
}

/// Those since then.
pub fn all() -> Vec<String> {
    PANICS.take().unwrap_or_default()
}

fn keep(panic: &PanicHookInfo<'_>) -> bool {
    PANICS.with_borrow_mut(|panics| match panics {
        None => false,
        Some(panics) => {
            let said = panic.payload_as_str().unwrap_or("something");
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            panics.push(format!("{said} ({place})"));
            true
        }
    })
}
