package io.waymark.recommend.answers;

import static io.waymark.recommend.Function.recommend;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.waymark.recommend.Function.Reply;
import io.waymark.recommend.Shop;
import io.waymark.testing.onnx.ToyGraph;
import java.util.List;
import org.junit.jupiter.api.Test;

/// R7, R2: an uploaded graph may fail where nobody tried it.
class OwnRecommenderAnswersTest {
  private static final float[][] NEXT = {{0, 9, 2, 1}, {1, 0, 9, 2}, {2, 1, 0, 9}, {9, 2, 1, 0}};

  private final Shop shop = new Shop().offers(4);

  @Test
  void goOnWithoutAGraphThatFailsForSomebody() {
    shop.uploads(4, failingBeyond(2).build().toByteArray());
    Reply known = recommend(shop, "{\"session_items\": [\"item-1\"], \"count\": 2}");
    assertThat(known.items()).containsExactly("item-2", "item-3");
    assertThat(known.sources()).containsOnly("session");
    assertThat(known.body().path("degraded")).isEmpty();

    Reply failing = recommend(shop, "{\"session_items\": [\"item-2\"], \"count\": 3}");
    assertThat(failing.status()).as(failing.whole().body()).isEqualTo(200);
    assertThat(failing.items()).containsExactly("item-3", "item-1", "item-0");
    assertThat(failing.sources()).containsOnly("latest");
    assertThat(failing.body().path("degraded")).hasToString("[\"model\"]");
  }

  @Test
  void neverHoldWhatTheGraphWasNotAskedFor() {
    ModelProto.Builder graph = ToyGraph.of(NEXT);
    graph.getGraphBuilder().getNodeBuilderList().stream()
        .filter(node -> node.getOpType().equals("TopK"))
        .forEach(node -> node.setInput(0, "sums"));
    shop.uploads(4, graph.build().toByteArray());
    Reply reply =
        recommend(
            shop, "{\"session_items\": [\"item-1\"], \"filter\": \"item.category == 'odd'\"}");
    assertThat(reply.items()).containsExactly("item-3");
    assertThat(reply.body().path("degraded")).hasToString("[\"model\"]");
  }

  /// A graph that knows no item from `known` on.
  private static ModelProto.Builder failingBeyond(int known) {
    ModelProto.Builder model = ToyGraph.of(NEXT);
    TensorProto.Builder ones =
        TensorProto.newBuilder().setName("ones").setDataType(1).addDims(known);
    for (int item = 0; item < known; item++) {
      ones.addFloatData(1);
    }
    model.getGraphBuilder().getNodeBuilderList().stream()
        .filter(node -> node.getOpType().equals("Unsqueeze"))
        .forEach(node -> node.setInput(0, "weighed"));
    model
        .getGraphBuilder()
        .addInitializer(ones)
        .addNode(node("Gather", "looked_up", "ones", "gathered"))
        .addNode(node("Mul", "weighed", "weights", "looked_up"));
    return model;
  }

  private static NodeProto.Builder node(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }
}
