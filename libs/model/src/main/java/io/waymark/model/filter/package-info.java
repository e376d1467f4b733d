/// Filters on items: CEL over `item.<attribute>`, type-checked against a tenant's own catalogue.
///
/// A missing text is `''` and a missing list `[]`. A missing number or flag matches nothing:
/// neither `item.price < 10.0` nor its negation holds for an item without a price, while the other
/// side of an `||` still counts. Whole numbers may be written where an attribute is a number
/// (`item.price >= 10`).
@NullMarked
package io.waymark.model.filter;

import org.jspecify.annotations.NullMarked;
