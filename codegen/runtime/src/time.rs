//! Dates and times of the crate `time`, as RFC 3339 writes them.
//!
//! Each type lends the one that it holds, is made of it by `from`, and turns into it by `into`.
//!
//! | text | what it is read as |
//! |---|---|
//! | a leap second, which `time` does not have | the second before it |
//! | digits finer than a nanosecond | what comes before them |
//! | the offset `-00:00`, an unknown place | UTC |
//! | a year beyond 9999 | an error |

use std::fmt;
use std::str::FromStr;

use ::time::{Month, OffsetDateTime, UtcOffset};

pub use super::rfc3339::ParseError;
use super::rfc3339::{self, CivilDate, CivilTime};

/// A date and time with its offset from UTC: RFC 3339's `date-time`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DateTime(OffsetDateTime);

/// A day: RFC 3339's `full-date`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(::time::Date);

/// A time of day with an optional offset: RFC 3339's `full-time`, and `partial-time` where a server
/// leaves the offset out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Time {
    time: ::time::Time,
    offset: Option<UtcOffset>,
}

rfc3339::texts!(DateTime, Date, Time);
rfc3339::holds!(DateTime: OffsetDateTime, Date: ::time::Date);

impl From<OffsetDateTime> for DateTime {
    fn from(value: OffsetDateTime) -> Self {
        Self(value)
    }
}

impl From<::time::Date> for Date {
    fn from(value: ::time::Date) -> Self {
        Self(value)
    }
}

impl From<::time::Time> for Time {
    fn from(time: ::time::Time) -> Self {
        Self::new(time, None)
    }
}

impl Time {
    /// Takes a time of day and its offset from UTC.
    #[must_use]
    pub fn new(time: ::time::Time, offset: Option<UtcOffset>) -> Self {
        Self { time, offset }
    }

    /// The time of day, as a clock at the place shows it.
    #[must_use]
    pub fn time(&self) -> ::time::Time {
        self.time
    }

    /// The offset from UTC, if it was given.
    #[must_use]
    pub fn offset(&self) -> Option<UtcOffset> {
        self.offset
    }
}

fn date(civil: CivilDate) -> Option<::time::Date> {
    let month = Month::try_from(civil.month).ok()?;
    ::time::Date::from_calendar_date(civil.year, month, civil.day).ok()
}

fn time(civil: CivilTime) -> Option<::time::Time> {
    let CivilTime {
        hour,
        minute,
        second,
        nanosecond,
    } = civil;
    ::time::Time::from_hms_nano(hour, minute, second, nanosecond).ok()
}

fn offset(seconds: i32) -> Option<UtcOffset> {
    UtcOffset::from_whole_seconds(seconds).ok()
}

fn civil_date(date: ::time::Date) -> CivilDate {
    CivilDate {
        year: date.year(),
        month: date.month().into(),
        day: date.day(),
    }
}

fn civil_time(time: ::time::Time) -> CivilTime {
    let (hour, minute, second, nanosecond) = time.as_hms_nano();
    CivilTime {
        hour,
        minute,
        second,
        nanosecond,
    }
}

impl FromStr for DateTime {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let read = || {
            let (day, clock, seconds) = rfc3339::date_time(text)?;
            let (day, clock, offset) = (date(day)?, time(clock)?, offset(seconds)?);
            Some(Self(OffsetDateTime::new_in_offset(day, clock, offset)))
        };
        read().ok_or(rfc3339::NO_DATE_TIME)
    }
}

impl FromStr for Date {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let read = rfc3339::date(text).and_then(date);
        read.map(Self).ok_or(rfc3339::NO_DATE)
    }
}

impl FromStr for Time {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let read = || {
            let (clock, seconds) = rfc3339::time(text)?;
            let offset = match seconds {
                Some(seconds) => Some(offset(seconds)?),
                None => None,
            };
            Some(Self::new(time(clock)?, offset))
        };
        read().ok_or(rfc3339::NO_TIME)
    }
}

/// With an offset that RFC 3339 cannot write, it is written in UTC.
impl fmt::Display for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = match rfc3339::is_offset(self.0.offset().whole_seconds()) {
            true => self.0,
            // At the ends of the calendar there may be no such time: then the offset is cut.
            false => self.0.checked_to_offset(UtcOffset::UTC).unwrap_or(self.0),
        };
        let (day, clock) = (civil_date(value.date()), civil_time(value.time()));
        write!(formatter, "{day}T{clock}")?;
        rfc3339::write_offset(formatter, value.offset().whole_seconds())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        civil_date(self.0).fmt(formatter)
    }
}

/// Seconds of an offset, which RFC 3339 cannot write, are left out.
impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        civil_time(self.time).fmt(formatter)?;
        match self.offset {
            Some(offset) => rfc3339::write_offset(formatter, offset.whole_seconds()),
            None => Ok(()),
        }
    }
}
