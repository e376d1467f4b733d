package io.waymark.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// The sample shop: categories of five styles with ten items each, in the order of `shop.txt`.
record Shop(List<ShopItem> items) {
  static final int STYLE_ITEMS = 10;
  static final int CATEGORY_STYLES = 5;

  Shop {
    items = List.copyOf(items);
    if (items.size() % (STYLE_ITEMS * CATEGORY_STYLES) != 0) {
      throw new IllegalArgumentException("every category has as many items as any other");
    }
  }

  static Shop load() {
    try (InputStream in =
            Objects.requireNonNull(Shop.class.getResourceAsStream("shop.txt"), "shop.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      List<String> text =
          lines.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
      List<ShopItem> items = new ArrayList<>();
      for (int at = 0; at < text.size(); at += 2) {
        addStyle(items, text.get(at), text.get(at + 1));
      }
      return new Shop(items);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void addStyle(List<ShopItem> items, String head, String products) {
    String[] parts = head.split(" / ");
    List<String> tags = Arrays.asList(parts[3].split(", "));
    for (String product : products.split("; ")) {
      int price = product.lastIndexOf(' ');
      items.add(
          new ShopItem(
              "item_" + (items.size() + 1),
              parts[2] + " " + product.substring(0, price),
              parts[0],
              parts[1],
              parts[2],
              Double.parseDouble(product.substring(price + 1)),
              tags));
    }
  }

  int styles() {
    return items.size() / STYLE_ITEMS;
  }

  ShopItem item(int style, int at) {
    return items.get(style * STYLE_ITEMS + at);
  }
}
