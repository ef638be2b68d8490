//! Dates and times of the crate `jiff`, as RFC 3339 writes them.
//!
//! [`Date`] lends the `jiff::civil::Date` that it holds, is made of one by `from`, and turns into one by
//! `into`. A [`DateTime`] is made of a `jiff::Zoned` or a `jiff::Timestamp`, and gives either. It holds a
//! `jiff::civil::DateTime` and an offset, because a `Timestamp` has no offset, and neither of the two has
//! the last day of 9999, by which many servers mean that something never ends.
//!
//! | text | what it is read as |
//! |---|---|
//! | a leap second, which `jiff` does not have | the second before it |
//! | digits finer than a nanosecond | what comes before them |
//! | the offset `-00:00`, an unknown place | UTC |
//! | a year beyond 9999 | an error |

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use ::jiff::civil;
use ::jiff::tz::{Offset, TimeZone};
use ::jiff::{SignedDuration, Timestamp, Zoned};

pub use super::rfc3339::ParseError;
use super::rfc3339::{self, CivilDate, CivilTime};

/// A date and time with its offset from UTC: RFC 3339's `date-time`. Two are equal when they are the same
/// instant.
#[derive(Clone, Copy, Debug)]
pub struct DateTime {
    local: civil::DateTime,
    offset: Offset,
}

/// A day: RFC 3339's `full-date`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(civil::Date);

/// A time of day with an optional offset: RFC 3339's `full-time`, and `partial-time` where a server
/// leaves the offset out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Time {
    time: civil::Time,
    offset: Option<Offset>,
}

rfc3339::texts!(DateTime, Date, Time);
rfc3339::holds!(Date: civil::Date);

impl DateTime {
    /// Takes what clocks and calendars show at a place, and its offset from UTC.
    #[must_use]
    pub fn new(local: civil::DateTime, offset: Offset) -> Self {
        Self { local, offset }
    }

    /// What clocks and calendars show at the place.
    #[must_use]
    pub fn datetime(&self) -> civil::DateTime {
        self.local
    }

    /// The offset from UTC.
    #[must_use]
    pub fn offset(&self) -> Offset {
        self.offset
    }

    /// The instant.
    ///
    /// # Errors
    ///
    /// It is in one of the last hours of 9999, which are beyond `Timestamp::MAX`, or as early.
    pub fn timestamp(&self) -> Result<Timestamp, ::jiff::Error> {
        self.offset.to_timestamp(self.local)
    }

    /// The same with a time zone of this offset.
    ///
    /// # Errors
    ///
    /// As [`DateTime::timestamp`].
    pub fn zoned(&self) -> Result<Zoned, ::jiff::Error> {
        self.local.to_zoned(TimeZone::fixed(self.offset))
    }

    /// The time since 1970 in UTC.
    fn instant(&self) -> SignedDuration {
        let local = self
            .local
            .duration_since(civil::DateTime::constant(1970, 1, 1, 0, 0, 0, 0));
        local.saturating_sub(SignedDuration::from_secs(self.offset.seconds().into()))
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.instant() == other.instant()
    }
}

impl Eq for DateTime {}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        self.instant().cmp(&other.instant())
    }
}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.instant().hash(state);
    }
}

/// Of a time zone with a name the offset at that time is kept: RFC 3339 has no place for the name.
impl From<Zoned> for DateTime {
    fn from(value: Zoned) -> Self {
        Self::new(value.datetime(), value.offset())
    }
}

/// In UTC.
impl From<Timestamp> for DateTime {
    fn from(value: Timestamp) -> Self {
        Self::new(Offset::UTC.to_datetime(value), Offset::UTC)
    }
}

impl TryFrom<DateTime> for Timestamp {
    type Error = ::jiff::Error;

    fn try_from(value: DateTime) -> Result<Self, ::jiff::Error> {
        value.timestamp()
    }
}

impl TryFrom<DateTime> for Zoned {
    type Error = ::jiff::Error;

    fn try_from(value: DateTime) -> Result<Self, ::jiff::Error> {
        value.zoned()
    }
}

impl From<civil::Date> for Date {
    fn from(value: civil::Date) -> Self {
        Self(value)
    }
}

impl From<civil::Time> for Time {
    fn from(time: civil::Time) -> Self {
        Self::new(time, None)
    }
}

impl Time {
    /// Takes a time of day and its offset from UTC.
    #[must_use]
    pub fn new(time: civil::Time, offset: Option<Offset>) -> Self {
        Self { time, offset }
    }

    /// The time of day, as a clock at the place shows it.
    #[must_use]
    pub fn time(&self) -> civil::Time {
        self.time
    }

    /// The offset from UTC, if it was given.
    #[must_use]
    pub fn offset(&self) -> Option<Offset> {
        self.offset
    }
}

fn date(civil: CivilDate) -> Option<civil::Date> {
    let year = i16::try_from(civil.year).ok()?;
    let (month, day) = (civil.month.try_into().ok()?, civil.day.try_into().ok()?);
    civil::Date::new(year, month, day).ok()
}

fn time(civil: CivilTime) -> Option<civil::Time> {
    let CivilTime {
        hour,
        minute,
        second,
        nanosecond,
    } = civil;
    civil::Time::new(
        hour.try_into().ok()?,
        minute.try_into().ok()?,
        second.try_into().ok()?,
        nanosecond.try_into().ok()?,
    )
    .ok()
}

fn offset(seconds: i32) -> Option<Offset> {
    Offset::from_seconds(seconds).ok()
}

fn civil_date(date: civil::Date) -> CivilDate {
    CivilDate {
        year: date.year().into(),
        month: date.month().unsigned_abs(),
        day: date.day().unsigned_abs(),
    }
}

fn civil_time(time: civil::Time) -> CivilTime {
    CivilTime {
        hour: time.hour().unsigned_abs(),
        minute: time.minute().unsigned_abs(),
        second: time.second().unsigned_abs(),
        nanosecond: time.subsec_nanosecond().unsigned_abs(),
    }
}

impl FromStr for DateTime {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let read = || {
            let (day, clock, seconds) = rfc3339::date_time(text)?;
            let local = date(day)?.to_datetime(time(clock)?);
            Some(Self::new(local, offset(seconds)?))
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
        let value = match rfc3339::is_offset(self.offset.seconds()) {
            true => *self,
            // At the ends of the calendar there may be no such time: then the offset is cut.
            false => self.timestamp().map_or(*self, Self::from),
        };
        let day = civil_date(value.local.date());
        let clock = civil_time(value.local.time());
        write!(formatter, "{day}T{clock}")?;
        rfc3339::write_offset(formatter, value.offset.seconds())
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
            Some(offset) => rfc3339::write_offset(formatter, offset.seconds()),
            None => Ok(()),
        }
    }
}
