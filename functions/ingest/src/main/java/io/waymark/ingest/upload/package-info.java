/// Files of interactions or items: presigned, read row by row, stored, reported.
///
/// An upload is read twice. The first reading looks at every row and decides; nothing outside is
/// changed but the upload's state. Only then is anything stored, under names and ids that follow
/// from the upload alone, so that whoever begins again after a crash writes the same things over
/// what is there.
///
/// A row is a duplicate where it repeats an earlier row's `event_id` or, without one, all fields of
/// an earlier row, or where its `event_id` came in before by another way.
@NullMarked
package io.waymark.ingest.upload;

import org.jspecify.annotations.NullMarked;
