package io.waymark.ingest.upload;

import io.waymark.files.FileFormat;
import io.waymark.files.Opened;
import io.waymark.files.RejectedRows;
import io.waymark.files.Table;
import io.waymark.files.TableFile;
import io.waymark.files.TableRow;
import io.waymark.ingest.item.ItemCells;
import io.waymark.ingest.quality.Counts;
import io.waymark.ingest.quality.ItemProfile;
import io.waymark.ingest.quality.Note;
import io.waymark.ingest.quality.Summary;
import io.waymark.ingest.quality.Tally;
import io.waymark.interactions.RejectionReason;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.tenancy.ItemId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a file of items. A catalogue stands in memory as a whole wherever it is used, so here too.
final class ItemReading {
  private static final List<String> REQUIRED = List.of("item_id");

  private ItemReading() {}

  static Readout read(Path file, String name, Path rejectedFile) throws IOException {
    return switch (TableFile.open(file, name, REQUIRED)) {
      case Opened.Refused refused -> new Readout.NoTable(refused.refusal());
      case Opened.Ready ready -> {
        try (Table table = ready.table();
            RejectedRows rejected = new RejectedRows(rejectedFile)) {
          yield read(table, rejected);
        }
      }
    };
  }

  private static Readout read(Table table, RejectedRows rejected) {
    FileFormat format = table.format();
    List<CatalogueItem> items = new ArrayList<>();
    Set<ItemId> seen = new HashSet<>();
    ItemProfile profile = new ItemProfile();
    Tally nameless = new Tally();
    long read = 0;
    long duplicate = 0;
    for (Optional<TableRow> row = table.next(); row.isPresent(); row = table.next()) {
      read++;
      switch (row.get()) {
        case TableRow.Unreadable broken -> {
          return new Readout.NoTable(broken.refusal());
        }
        case TableRow.Malformed bad -> rejected.add(bad.line(), List.of(bad.reason()), bad.json());
        case TableRow.Row fields -> {
          switch (ItemCells.parse(fields)) {
            case CatalogueItem.Parsed.Rejected bad ->
                rejected.add(fields.line(), reasons(bad), fields.json());
            case CatalogueItem.Parsed.Accepted good -> {
              if (seen.add(good.item().id())) {
                items.add(good.item());
                profile.add(good.item());
                if (good.item().name().isEmpty()) {
                  nameless.add(good.item().id().value());
                }
              } else {
                duplicate++;
              }
            }
          }
        }
      }
    }
    Summary summary =
        new Summary(
            new Counts(read, items.size(), duplicate, rejected.count()),
            nameless.rows() == 0 ? Map.of() : Map.of(Note.WITHOUT_NAME, nameless),
            profile.profile(),
            profile.portrait());
    return new Readout.Rows(
        format, rejected.byReason(), summary, new Readout.Accepted.Items(items));
  }

  private static List<RejectionReason> reasons(CatalogueItem.Parsed.Rejected rejected) {
    return rejected.rejections().stream()
        .map(each -> new RejectionReason(each.field(), each.reason().text(), each.message()))
        .toList();
  }
}
