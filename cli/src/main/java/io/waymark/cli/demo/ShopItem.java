package io.waymark.cli.demo;

import java.util.List;

/// Something the sample shop sells.
///
/// @param style of its category; each has a brand of its own, and most users favour one
record ShopItem(
    String id,
    String name,
    String category,
    String style,
    String brand,
    double price,
    List<String> tags) {
  ShopItem {
    tags = List.copyOf(tags);
  }
}
