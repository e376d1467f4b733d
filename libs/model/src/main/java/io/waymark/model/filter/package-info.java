/// Filters on items: CEL over `item.<attribute>`, type-checked against a tenant's own catalogue.
///
/// A missing text is `''` and a missing list `[]`. A missing number or flag matches nothing:
/// neither `item.price < 10.0` nor its negation holds for an item without a price, while the other
/// side of an `||` still counts. Whole numbers may be written where an attribute is a number
/// (`item.price >= 10`). There is no `has`: a text is compared with `''`, a list with `[]`.
///
/// A filter is compiled to conditions on columns and evaluated for all items at once, into a set of
/// positions; what has no such condition the CEL library is asked. The answers are the library's
/// either way. Columns are made when a filter first names an attribute and live with the state of
/// the catalogue they were made of. Who asks a filter often keeps the set that far, too.
@NullMarked
package io.waymark.model.filter;

import org.jspecify.annotations.NullMarked;
