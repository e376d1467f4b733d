package io.waymark.cli.transfer;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// How much of a tenant was moved.
///
/// @param counts rows and objects, by table and bucket
/// @param leftOut rows that mean nothing in the other installation, by table
public record Moved(SortedMap<String, Long> counts, SortedMap<String, Long> leftOut) {
  public Moved {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    leftOut = Collections.unmodifiableSortedMap(new TreeMap<>(leftOut));
  }
}
