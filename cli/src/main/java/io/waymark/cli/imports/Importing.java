package io.waymark.cli.imports;

import io.waymark.files.Opened;
import io.waymark.files.RejectedRows;
import io.waymark.files.Table;
import io.waymark.files.TableFile;
import io.waymark.files.TableRow;
import io.waymark.interactions.Fields;
import io.waymark.interactions.InteractionParser;
import io.waymark.interactions.ParsedInteraction;
import io.waymark.interactions.RejectionReason;
import io.waymark.model.catalogue.CatalogueItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the files of one product once, row by row, and writes what an upload takes beside what it
/// would not. A file that breaks off fails the import: half an export looks like a whole one.
public final class Importing {
  /// Of an upload's 2 GiB.
  public static final long LONGEST_FILE = 1L << 30;

  private final Product product;
  private final EventTypes types;
  private final Map<String, String> columns;
  private final InteractionParser parser;
  private final long longestFile;
  private final LeftOut leftOut = new LeftOut();

  /// @param types our types by the product's, before the usual ones
  /// @param columns our fields by the file's columns, of [Product#TABLE]
  /// @param longestFile about where a file of interactions ends and the next begins
  public Importing(
      Product product,
      Map<String, String> types,
      Map<String, String> columns,
      Clock clock,
      long longestFile) {
    this.product = product;
    this.types = new EventTypes(types);
    this.columns = Map.copyOf(columns);
    this.parser = new InteractionParser(clock);
    this.longestFile = longestFile;
  }

  /// Imports `files` into `folder`.
  ///
  /// @throws ImportException where a file is no table, or ends too early
  public Imported run(List<Path> files, Path folder) throws IOException {
    List<Imported.Read> read = new ArrayList<>();
    EventLines events = new EventLines(folder, longestFile);
    Path catalogue = folder.resolve("items.jsonl.gz");
    ItemLines items = new ItemLines(catalogue, product.updatesItems());
    Path refusals = folder.resolve("refused.jsonl");
    RejectedRows refused = new RejectedRows(refusals);
    try (events;
        items;
        refused) {
      for (Path file : files) {
        long eventsBefore = events.rows();
        long itemsBefore = items.rows();
        long refusedBefore = refused.count();
        read(file, new Out(events, items, refused));
        read.add(
            new Imported.Read(
                file,
                events.rows() - eventsBefore,
                items.rows() - itemsBefore,
                refused.count() - refusedBefore));
      }
    }
    if (events.rows() == 0) {
      Files.delete(events.files().getFirst());
    }
    if (items.rows() == 0) {
      Files.delete(catalogue);
    }
    return new Imported(
        read,
        items.items(),
        refused.byReason(),
        types.rows(),
        leftOut.rows(),
        events.rows() == 0 ? List.of() : events.files(),
        items.rows() == 0 ? Optional.empty() : Optional.of(catalogue));
  }

  private record Out(EventLines events, ItemLines items, RejectedRows refused) {}

  private void read(Path file, Out out) throws IOException {
    switch (TableFile.foreign(file)) {
      case Opened.Refused no -> throw new ImportException(file + " " + no.refusal().message());
      case Opened.Ready ready -> {
        try (Table table = ready.table()) {
          read(file, table, product.mapping(file, types, leftOut, columns), out);
        }
      }
    }
  }

  private void read(Path file, Table table, Mapping mapping, Out out) throws IOException {
    ForeignRow.Rows rows = new ForeignRow.Rows();
    MappedColumns named = new MappedColumns(file, table.format(), columns.keySet());
    for (Optional<TableRow> next = table.next(); next.isPresent(); next = table.next()) {
      switch (next.get()) {
        case TableRow.Unreadable broken ->
            throw new ImportException(file + " " + broken.refusal().message());
        case TableRow.Malformed bad ->
            out.refused().add(file, bad.line(), List.of(bad.reason()), bad.json());
        case TableRow.Row row -> {
          ForeignRow foreign = rows.of(row);
          named.met(foreign);
          List<RejectionReason> reasons = take(mapping.map(foreign), out);
          if (!reasons.isEmpty()) {
            out.refused().add(file, row.line(), reasons, row.json());
          }
        }
      }
    }
    named.end();
  }

  /// @return why it is refused; none where it is written
  private List<RejectionReason> take(Mapped mapped, Out out) throws IOException {
    return switch (mapped) {
      case Mapped.Refused no -> List.of(no.reason());
      case Mapped.Item item -> out.items().add(item).stream().map(Importing::reason).toList();
      case Mapped.Event event ->
          switch (parser.parse(Fields.of(event.fields()))) {
            case ParsedInteraction.Rejected bad -> bad.reasons();
            case ParsedInteraction.Accepted good -> {
              out.events().add(good.interaction());
              types.wrote(good.interaction().type().value());
              yield List.of();
            }
          };
    };
  }

  private static RejectionReason reason(CatalogueItem.Rejection rejection) {
    return new RejectionReason(rejection.field(), rejection.reason().text(), rejection.message());
  }
}
