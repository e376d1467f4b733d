package io.waymark.cli.cost;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.cli.cost.Bill.Cause;
import io.waymark.cli.cost.Bill.Line;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What a stage on AWS costs in a month, item by item.
@Command(
    name = "cost",
    description = {
      "What a stage on AWS costs in a month, item by item, at public list prices.",
      "docs/how-to/cost.md says where the figures come from."
    },
    mixinStandardHelpOptions = true)
public final class CostCommand implements Callable<Integer> {
  /// Of a thousand recommendations, in dollars.
  private static final double GOAL = 0.01;

  private static final long MOST = 1_000_000_000_000L;
  private static final int MOST_SHARDS = 200;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--requests",
      paramLabel = "N",
      required = true,
      description = "recommendations a month")
  private long requests;

  @Option(
      names = "--tenants",
      paramLabel = "T",
      defaultValue = "10",
      description = "trained every day (default: ${DEFAULT-VALUE})")
  private long tenants;

  @Option(
      names = "--events",
      paramLabel = "E",
      defaultValue = "0",
      description = "accepted a month (default: ${DEFAULT-VALUE})")
  private long events;

  @Option(
      names = "--stream",
      paramLabel = "off|on-demand|provisioned",
      defaultValue = "off",
      description = "whether events come by Kinesis (default: ${DEFAULT-VALUE})")
  private String stream = "off";

  @Option(
      names = "--shards",
      paramLabel = "N",
      defaultValue = "1",
      description = "of a provisioned stream (default: ${DEFAULT-VALUE})")
  private int shards;

  @Option(names = "--waf", description = "with AWS WAF before the API")
  private boolean firewall;

  @Option(names = "--json", description = "one JSON object on standard output")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Prices prices = Prices.read();
    Usage usage = Usage.read();
    Workload workload = workload();
    Bill bill = CostModel.bill(prices, usage, workload);
    Bill idle = CostModel.bill(prices, usage, workload.idle());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new ObjectMapper().writeValueAsString(object(prices, workload, bill, idle)));
    } else {
      print(out, prices, workload, bill, idle);
    }
    out.flush();
    return ExitCode.OK;
  }

  private Workload workload() {
    return new Workload(
        within("--requests", requests, 0, MOST),
        within("--tenants", tenants, 0, MOST),
        within("--events", events, 0, MOST),
        streamChoice(),
        (int) within("--shards", shards, 1, MOST_SHARDS),
        firewall);
  }

  private Workload.Stream streamChoice() {
    return switch (stream) {
      case "off" -> Workload.Stream.OFF;
      case "on-demand" -> Workload.Stream.ON_DEMAND;
      case "provisioned" -> Workload.Stream.PROVISIONED;
      default -> throw wrong("--stream must be off, on-demand or provisioned");
    };
  }

  private long within(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw wrong("%s must be a whole number of %d to %d".formatted(option, least, most));
    }
    return value;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static void print(
      PrintWriter out, Prices prices, Workload workload, Bill bill, Bill idle) {
    out.println(
        "%s, list prices known to hold up to %s or later (some up to %s), no free tier"
            .formatted(prices.region(), prices.oldest(), prices.newest()));
    if (!workload.isIdle()) {
      out.println(
          "%n%,d recommendations, %,d events a month, %,d tenants"
              .formatted(workload.requests(), workload.events(), workload.tenants()));
      print(out, bill);
    }
    out.println("%nIdle: deployed, and nobody asks".formatted());
    print(out, idle);
    CostModel.ofAThousand(bill, workload)
        .ifPresent(
            each ->
                out.println(
                    "%na thousand recommendations: $ %.5f, of it $ %.5f by their requests; goal $ %.2f: %s"
                        .formatted(
                            each,
                            bill.of(Cause.REQUESTS) / workload.requests() * 1000,
                            GOAL,
                            each <= GOAL ? "kept" : "missed")));
  }

  private static void print(PrintWriter out, Bill bill) {
    for (Line line : bill.lines()) {
      out.println(
          "  %-16s %-28s %18s %-28s %10s"
              .formatted(
                  line.service(), line.item(), quantity(line), line.unit(), money(line.usd())));
    }
    out.println("  %-94s %10s".formatted("together, $ a month", money(bill.total())));
  }

  private static String quantity(Line line) {
    return (line.quantity() < 1000 ? "%,.2f" : "%,.0f").formatted(line.quantity());
  }

  private static String money(double usd) {
    return usd < 0.005 ? "< 0.01" : "%,.2f".formatted(usd);
  }

  private static ObjectNode object(Prices prices, Workload workload, Bill bill, Bill idle) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.put("region", prices.region());
    all.put("prices_as_of", prices.oldest());
    all.put("requests", workload.requests());
    all.put("tenants", workload.tenants());
    all.put("events", workload.events());
    all.put("usd_a_month", bill.total());
    all.put("usd_a_month_idle", idle.total());
    CostModel.ofAThousand(bill, workload)
        .ifPresent(
            each -> {
              all.put("usd_per_1000_recommendations", each);
              all.put("goal_usd_per_1000_recommendations", GOAL);
              all.put("goal_kept", each <= GOAL);
            });
    lines(bill, all.putArray("items"));
    lines(idle, all.putArray("items_idle"));
    return all;
  }

  private static void lines(Bill bill, ArrayNode array) {
    for (Line line : bill.lines()) {
      array
          .addObject()
          .put("service", line.service())
          .put("item", line.item())
          .put("cause", line.cause().name().toLowerCase(Locale.ROOT))
          .put("quantity", line.quantity())
          .put("unit", line.unit())
          .put("usd", line.usd());
    }
  }
}
