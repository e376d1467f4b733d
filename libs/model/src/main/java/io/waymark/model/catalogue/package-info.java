/// What a tenant offers: items with attributes, as columns in memory, a snapshot in S3 and a log of
/// changes in DynamoDB.
///
/// A missing attribute is the empty text, the empty list, or for numbers absence; no file format we
/// read tells an empty text from none.
@NullMarked
package io.waymark.model.catalogue;

import org.jspecify.annotations.NullMarked;
