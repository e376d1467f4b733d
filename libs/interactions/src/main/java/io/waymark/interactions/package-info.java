/// One interaction of a user with an item: how it is read from whatever named it, what it may hold,
/// what it weighs, and how it is stored. Whatever brings interactions in (HTTP, files, a stream)
/// goes through [io.waymark.interactions.InteractionParser], so that all take and refuse the same.
///
/// Limits: ids 1–256 bytes of UTF-8 without control characters; types `[a-z][a-z0-9_]{0,31}`; times
/// from 1995 to 24 hours from now; ratings 0–5; values ±10¹²; durations 0–31 days; positions
/// 0–10000; weights of histories ±10⁶ ([io.waymark.interactions.WeightColumn]). A number beyond its
/// limits, infinite, or written as `NaN` in a text is refused with its field; a binary NaN, by
/// which some writers mean null, is an absent value. `value` is kept and weighs nothing. A number
/// nearer to 0 than 10⁻¹⁰⁰ is 0, as DynamoDB holds none much nearer. An empty text is an absent
/// value. A whole number is taken as an id of its digits.
@NullMarked
package io.waymark.interactions;

import org.jspecify.annotations.NullMarked;
