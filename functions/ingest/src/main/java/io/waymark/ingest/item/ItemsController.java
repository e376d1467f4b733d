package io.waymark.ingest.item;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.extensions.Extension;
import io.swagger.v3.oas.annotations.extensions.ExtensionProperty;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.waymark.edge.FieldError;
import io.waymark.edge.Problems;
import io.waymark.model.catalogue.CatalogueChange;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.model.catalogue.CatalogueStore;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;

/// Changes of single items; recommendations know them within seconds.
@Controller("/api/v1/items")
@Tag(name = "Items")
@ApiResponse(responseCode = "400", description = "A field, or the id, is not valid")
class ItemsController {
  private final CatalogueStore catalogues;

  ItemsController(CatalogueStore catalogues) {
    this.catalogues = catalogues;
  }

  @Put("/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Secured(Scope.Names.DATA_WRITE)
  @Operation(
      summary = "Add or replace an item",
      description =
          "Fields: name, category, price, description, brand, tags (a list, or a text with |"
              + " between them); any other field becomes an attribute. The item is replaced as a"
              + " whole.",
      extensions = @Extension(properties = @ExtensionProperty(name = "x-never", value = "404")))
  @RequestBody(content = @Content(schema = @Schema(implementation = ItemFields.class)))
  HttpResponse<Void> put(
      @Parameter(hidden = true) Principal principal,
      @PathVariable @Parameter(description = "The item's id") String id,
      @Body String body) {
    ItemId item = item(id);
    switch (ItemBody.parse(principal.tenant(), item, body)) {
      case CatalogueItem.Parsed.Accepted accepted ->
          catalogues.change(principal.tenant(), new CatalogueChange.Put(accepted.item()));
      case CatalogueItem.Parsed.Rejected rejected ->
          throw Problems.invalid(
              rejected.rejections().stream()
                  .map(each -> new FieldError(each.field(), each.message()))
                  .toList());
    }
    return HttpResponse.noContent();
  }

  @Delete("/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Secured(Scope.Names.DATA_WRITE)
  @Operation(
      summary = "Remove an item",
      description = "It is recommended no more. Removing what is not there changes nothing.",
      extensions = @Extension(properties = @ExtensionProperty(name = "x-never", value = "404")))
  HttpResponse<Void> delete(
      @Parameter(hidden = true) Principal principal,
      @PathVariable @Parameter(description = "The item's id") String id) {
    catalogues.change(principal.tenant(), new CatalogueChange.Removed(item(id)));
    return HttpResponse.noContent();
  }

  private static ItemId item(String id) {
    try {
      return new ItemId(id);
    } catch (IllegalArgumentException e) {
      throw Problems.invalid("id", String.valueOf(e.getMessage()));
    }
  }
}
