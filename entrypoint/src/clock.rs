//! The time of day where this step runs, as today's Tekton writes it.

use std::mem::MaybeUninit;
use std::time::{SystemTime, UNIX_EPOCH};

use nix::libc;

/// A moment in local time.
pub struct Moment {
    local: libc::tm,
    millisecond: u32,
}

impl Moment {
    /// Now.
    pub fn now() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        // Of the C library's own width, whatever that is.
        let seconds = since.as_secs().try_into().unwrap_or_default();
        let mut local = MaybeUninit::<libc::tm>::zeroed();
        // SAFETY: both pointers are valid for the call; all of tm may be zero, should the call fail.
        #[allow(unsafe_code)]
        let local = unsafe {
            libc::localtime_r(&raw const seconds, local.as_mut_ptr());
            local.assume_init()
        };
        Self { local, millisecond: since.subsec_millis() }
    }

    /// As RFC 3339 with milliseconds: `2006-01-02T15:04:05.000Z`, `2006-01-02T15:04:05.000+07:00`.
    pub fn rfc3339(&self) -> String {
        let minutes = self.local.tm_gmtoff / 60;
        let zone = if minutes == 0 {
            "Z".to_owned()
        } else {
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        };
        format!("{}T{}.{:03}{zone}", self.date('-'), self.time(), self.millisecond)
    }

    /// As Go's log has it: `2006/01/02 15:04:05`.
    pub fn of_log(&self) -> String {
        format!("{} {}", self.date('/'), self.time())
    }

    fn date(&self, between: char) -> String {
        let libc::tm { tm_year, tm_mon, tm_mday, .. } = self.local;
        // Years count from 1900, months from 0.
        format!("{:04}{between}{:02}{between}{tm_mday:02}", tm_year + 1900, tm_mon + 1)
    }

    fn time(&self) -> String {
        let libc::tm { tm_hour, tm_min, tm_sec, .. } = self.local;
        format!("{tm_hour:02}:{tm_min:02}:{tm_sec:02}")
    }
}
