package io.waymark.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// What went wrong, in one line for a person: the file first, then the reason.
public final class Failures {
  private Failures() {}

  /// One line, for whoever cannot look into this code.
  public static String text(Throwable failure) {
    String text =
        switch (failure) {
          case UncheckedIOException wrapped -> text(Objects.requireNonNull(wrapped.getCause()));
          case FileSystemException file -> file.getFile() + " " + reason(file);
          case OutOfMemoryError _ -> "not enough memory; give Java more of it (-Xmx)";
          default ->
              Optional.ofNullable(failure.getMessage()).orElse(failure.getClass().getSimpleName());
        };
    return text.lines().findFirst().orElse(failure.getClass().getSimpleName());
  }

  /// Files' own exceptions often carry no more than the path.
  private static String reason(FileSystemException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "is not there";
      case AccessDeniedException _ -> "may not be read or written by this user";
      case FileAlreadyExistsException _ -> "is there already and is no folder";
      case NotDirectoryException _ -> "is no folder";
      default ->
          "cannot be used: "
              + Optional.ofNullable(failure.getReason()).orElse(failure.getClass().getSimpleName());
    };
  }

  /// A result that could not be put where it was asked for.
  static IOException notWritten(Path out, IOException failure) {
    return new IOException("--out " + out + " cannot be written: " + text(failure), failure);
  }

  /// An [IOException] with a message of our own.
  static IOException about(Object file, String reason) {
    return new IOException(file + " " + reason);
  }
}
