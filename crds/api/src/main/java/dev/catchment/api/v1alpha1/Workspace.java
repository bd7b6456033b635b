package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One hub: its event log, its ingest and delivery planes, its archive. Sources, destinations and filters belong to one. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@ShortNames("ws")
@Categories("catchment")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonClassDescription(
        "One hub: its event log, its ingest and delivery planes, its archive. Sources, destinations and filters belong to one.")
@AdditionalPrinterColumn(name = "Durability", jsonPath = ".spec.durability", priority = 1)
@AdditionalPrinterColumn(
        name = "Ingest",
        jsonPath = ".status.ingest.readyReplicas",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Delivery",
        jsonPath = ".status.delivery.readyReplicas",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "Message", jsonPath = ".status.conditions[?(@.type==\"Ready\")].message", priority = 1)
@ValidationRule(
        value = "self.metadata.name.size() <= 40 && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
        message =
                "metadata.name must be a DNS label of at most 40 characters: lower-case letters, digits and hyphens, beginning with a letter and ending with a letter or digit")
public final class Workspace extends CustomResource<WorkspaceSpec, WorkspaceStatus> implements Namespaced {}
