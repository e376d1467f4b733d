/// From a question to a page of a list that is never empty while something matches.
///
/// A request becomes a [Question]; its limits and the tenant's catalogue become [Bounds], the
/// user's events a [Taste]. From these come [Candidates], layer by layer with falling scores: the
/// model on the taste, what is popular, what is new, at last what the user has already. Then
/// [Slots] makes a page of them: boosts multiply the scores and sort again, [Diversity] spreads,
/// pins take their places, what the pages before have shown ([Seen]) goes, and the page is cut.
/// [Reasons] and [Explanation] are made for its slots alone; a cursor carries on from there.
@NullMarked
package io.waymark.recommend.answers;

import org.jspecify.annotations.NullMarked;
