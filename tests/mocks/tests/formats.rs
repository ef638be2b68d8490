//! Dates, times and decimals of chosen crates, over HTTP: in paths, queries, headers and bodies.

use rust_decimal::Decimal;

const AT: &str = "2024-02-29T09:30:00.500+02:00";

#[tokio::test]
async fn jiff_goes_over_the_wire() {
    use golden_formats_jiff::jiff::{Date, DateTime, Time};
    use golden_formats_jiff::mock::MockServer;
    use golden_formats_jiff::types::Booking;

    let mock = MockServer::start().await;
    let client = mock.client();
    let at: DateTime = AT.parse().unwrap();
    let day = jiff::civil::date(2024, 2, 29);
    let hour: Time = "09:30:00Z".parse().unwrap();
    let price: Decimal = "12345678901234567890.10".parse().unwrap();
    let mut booking = Booking::new(at, day, hour, price, price);
    booking.rate = Some(Decimal::new(110, 2).into());
    booking.link = Some("https://example.com/a".parse().unwrap());
    booking.closed = Some(vec![Date::from(day)]);

    let call = client.list_bookings(day, at).from_query(hour).at([at, at]);
    let request = call.most(Decimal::new(125, 1)).x_until(at).into_request();
    let request = request.await.unwrap();
    let at_sent = "2024-02-29T09%3A30%3A00.500%2B02%3A00";
    assert_eq!(
        request.uri().path_and_query().unwrap().as_str(),
        format!(
            "/bookings/2024-02-29?since={at_sent}&from=09%3A30%3A00Z&at={at_sent}&at={at_sent}&most=12.5"
        )
    );
    assert_eq!(request.headers()["x-until"], AT);

    mock.list_bookings()
        .with_day(day)
        .with_since(at)
        .header("x-changed", AT)
        .header("x-total", "1.10")
        .respond(vec![booking.clone()]);
    let answer = client.list_bookings(day, at).await.unwrap();
    let headers = answer.headers().try_into().unwrap();
    let golden_formats_jiff::operations::ListBookingsHeaders { x_changed, x_total, .. } = headers;
    assert_eq!(x_changed.map(|at| at.to_string()).as_deref(), Some(AT));
    assert_eq!(x_total.map(|total| total.to_string()).as_deref(), Some("1.10"));
    assert_eq!(answer.into_inner(), [booking.clone()]);

    let said = |booking: &Booking| serde_json::to_string(booking).unwrap();
    assert_eq!(
        said(&booking),
        format!(
            "{{\"at\":\"{AT}\",\"day\":\"2024-02-29\",\"hour\":\"09:30:00Z\",\"closed\":[\"2024-02-29\"],\
             \"price\":{price},\"total\":\"{price}\",\"rate\":1.10,\"link\":\"https://example.com/a\"}}"
        )
    );
    mock.put_booking().with_body(booking.clone()).respond(booking.clone());
    let answer = client.put_booking(day, booking.clone()).await.unwrap();
    assert_eq!(said(&answer), said(&booking));
}

#[tokio::test]
async fn time_goes_over_the_wire() {
    use golden_formats_time::mock::MockServer;
    use golden_formats_time::time::{Date, DateTime, Time};
    use golden_formats_time::types::{Booking, BookingWhen};

    let mock = MockServer::start().await;
    let client = mock.client();
    let at: DateTime = AT.parse().unwrap();
    let day = time::Date::from_calendar_date(2024, time::Month::February, 29).unwrap();
    let hour: Time = "09:30:00Z".parse().unwrap();
    let mut booking = Booking::new(*at, day, hour, 1.5, "1.50");
    booking.share = Some(Decimal::new(110, 2).into());
    booking.when = Some(Date::from(day).into());

    let call = client.list_bookings(day, *at).from_query(hour).x_until(at);
    let request = call.into_request().await.unwrap();
    assert_eq!(
        request.uri().path_and_query().unwrap().as_str(),
        "/bookings/2024-02-29?since=2024-02-29T09%3A30%3A00.500%2B02%3A00&from=09%3A30%3A00Z"
    );
    assert_eq!(request.headers()["x-until"], AT);

    mock.put_booking().with_day(day).with_body(booking.clone()).respond(booking.clone());
    let answer = client.put_booking(day, booking.clone()).await.unwrap();
    let text = serde_json::to_string(&*answer).unwrap();
    assert_eq!(text, serde_json::to_string(&booking).unwrap());
    assert!(text.contains("\"share\":1.10"), "{text}");

    // A day and an instant are told apart.
    for (text, is_day) in [("2024-02-29", true), (AT, false)] {
        let when: BookingWhen = serde_json::from_value(text.into()).unwrap();
        assert_eq!(matches!(when, BookingWhen::Date(_)), is_day, "{text}");
    }
}
