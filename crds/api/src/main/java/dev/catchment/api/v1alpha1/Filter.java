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

/** Keeps events, or fields of them, from destinations. A filter never fails open: while it is invalid, its last valid form stays in force or the destinations it covers are held. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@ShortNames("flt")
@Categories("catchment")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonClassDescription(
        "Keeps events, or fields of them, from destinations. A filter never fails open: while it is invalid, its last valid form stays in force or the destinations it covers are held.")
@AdditionalPrinterColumn(name = "Workspace", jsonPath = ".spec.workspaceRef.name")
@AdditionalPrinterColumn(name = "Enabled", jsonPath = ".spec.enabled", type = AdditionalPrinterColumn.Type.BOOLEAN)
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "Message", jsonPath = ".status.conditions[?(@.type==\"Ready\")].message", priority = 1)
@ValidationRule(
        value = "self.metadata.name.size() <= 63 && self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
        message =
                "metadata.name must be a DNS label: at most 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit")
public final class Filter extends CustomResource<FilterSpec, FilterStatus> implements Namespaced {}
