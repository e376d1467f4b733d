package io.waymark.files;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/// Files for tests, and what reading them gives.
final class Written {
  private Written() {}

  static Path text(Path folder, String name, String text) throws IOException {
    return bytes(folder, name, text.getBytes(StandardCharsets.UTF_8));
  }

  static Path bytes(Path folder, String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  static byte[] zstd(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  static List<TableRow> rows(Opened opened) {
    List<TableRow> rows = new ArrayList<>();
    switch (opened) {
      case Opened.Refused refused -> throw new AssertionError(refused.refusal().toString());
      case Opened.Ready ready -> {
        try (Table table = ready.table()) {
          for (Optional<TableRow> row = table.next(); row.isPresent(); row = table.next()) {
            rows.add(row.get());
          }
        }
      }
    }
    return rows;
  }

  static Refusal.Reason refusal(Opened opened) {
    return switch (opened) {
      case Opened.Refused refused -> refused.refusal().reason();
      case Opened.Ready ready -> {
        ready.table().close();
        throw new AssertionError("opened");
      }
    };
  }
}
