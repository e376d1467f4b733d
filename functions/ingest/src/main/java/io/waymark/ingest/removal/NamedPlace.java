package io.waymark.ingest.removal;

/// A place as a receipt names it.
record NamedPlace(String name, Place place) {}
