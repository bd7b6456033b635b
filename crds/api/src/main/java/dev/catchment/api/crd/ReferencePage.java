package dev.catchment.api.crd;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.api.v1alpha1.Api;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the reference of every field, from the CRDs: {@code ReferencePage FILE EXAMPLES}. EXAMPLES is a folder with a
 * file {@code <kind>.yaml} for each kind.
 */
public final class ReferencePage {
    private static final String HEAD = """
            # Reference

            <!-- Generated from the CRDs: change the records in crds/api, not this page. CONTRIBUTING.md says how. -->

            Every field of every resource of `%s`. What their conditions and reasons mean stands in
            [conditions.md](conditions.md); `kubectl get catchment` lists all resources, `kubectl explain` shows these
            descriptions.

            """;

    private static final String READING = """

            ## How to read it

            - **required**: must be given. **immutable**: cannot be changed later. A field without a default is empty if it is
              not given, or has the value that its description names; what is then in force stands in the status.
            - <a id="duration"></a>A *duration* is a whole number with one unit: `30s`, `5m`, `24h`, `365d`.
            - <a id="size"></a>A *size* is a number of bytes: `512`, `16Mi`, `50Gi`.
            - <a id="time"></a>A *time* is as in RFC 3339: `2027-01-01T00:00:00Z`.
            - <a id="label"></a>A *DNS label* has at most 63 lower-case letters, digits and hyphens, and begins and ends with a
              letter or digit; a *DNS name* is one or several of them with dots between.
            - A resource refers to others of its own namespace only; a DestinationType belongs to no namespace.
            - <a id="paused"></a>While a resource has the annotation `catchment.dev/paused: "true"`, the operator leaves it alone:
              what is in force of it stays so, and changes to it have no effect. Its status is not written either, so
              `observedGeneration` says which version of it is in force.

              | paused | means |
              |---|---|
              | Workspace | neither its objects in Kubernetes nor its streams nor anything of its plan change; its pods go on. A resource of it that is changed or new says `WorkspacePaused`. Deleted while it is paused, it goes at once, and what it has in NATS stays, whatever `deletionPolicy` says |
              | Source, Destination, Filter | its part of the plan stays as it was, or is not there if it was not. Deleted, it goes |
              | DestinationType | destinations go on with the version in force. A built-in one is not brought up to date and, deleted, not put back before the operator starts again |
            """;

    private ReferencePage() {}

    /** Writes the page into args[0]; the examples lie in args[1]. */
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            throw new IllegalArgumentException("usage: ReferencePage FILE EXAMPLES");
        }
        Files.writeString(Path.of(args[0]), generate(Path.of(args[1])));
    }

    static String generate(Path examples) throws IOException {
        Map<String, String> crds = CrdGeneration.generate();
        StringBuilder page = new StringBuilder(HEAD.formatted(Api.API_VERSION));
        page.append("| kind | short | what it is |\n|---|---|---|\n");
        StringBuilder kinds = new StringBuilder();
        FieldTables tables = new FieldTables();
        for (Class<? extends HasMetadata> type : CrdGeneration.KINDS) {
            String kind = type.getSimpleName();
            JsonNode crd = new KubernetesSerialization()
                    .unmarshal(crds.get(kind.toLowerCase(Locale.ROOT) + "s." + Api.GROUP), JsonNode.class);
            page.append("| [")
                    .append(kind)
                    .append("](#")
                    .append(FieldWords.anchor(kind))
                    .append(") | `");
            page.append(crd.at("/spec/names/shortNames/0").asText()).append("` | ");
            page.append(FieldWords.prose(schema(crd).path("description").asText()))
                    .append(" |\n");
            kind(kind, crd, Files.readString(examples.resolve(kind.toLowerCase(Locale.ROOT) + ".yaml")), tables, kinds);
        }
        return page.append(READING).append(kinds).toString();
    }

    private static void kind(String kind, JsonNode crd, String example, FieldTables tables, StringBuilder out) {
        JsonNode schema = schema(crd);
        String shortName = crd.at("/spec/names/shortNames/0").asText();
        out.append("\n## ").append(kind).append("\n\n");
        out.append(FieldWords.prose(schema.path("description").asText()));
        out.append(crd.at("/spec/scope").asText().equals("Namespaced") ? " Namespaced." : " Not namespaced.");
        out.append("\n\n");
        schema.path("x-kubernetes-validations")
                .forEach(rule -> out.append(FieldWords.sentence(rule)).append("\n\n"));
        out.append("```yaml\n").append(example).append("```\n");
        for (String part : new String[] {"spec", "status"}) {
            out.append("\n### ").append(kind).append(' ').append(part).append("\n\n");
            out.append(FieldWords.prose(
                            schema.at("/properties/" + part + "/description").asText()))
                    .append("\n\n");
            tables.write(kind, part, schema.at("/properties/" + part), out);
        }
        out.append("\n### ").append(kind).append(" columns\n\n`kubectl get ").append(shortName);
        out.append("` shows them; those marked *wide* only with `-o wide`.\n\n| column | shows |\n|---|---|\n");
        crd.at("/spec/versions/0/additionalPrinterColumns").forEach(column -> out.append("| ")
                .append(column.path("name").asText().toUpperCase(Locale.ROOT))
                .append(column.path("priority").asInt() > 0 ? " *wide*" : "")
                .append(" | `")
                .append(column.path("jsonPath").asText().substring(1))
                .append("` |\n"));
    }

    private static JsonNode schema(JsonNode crd) {
        return crd.at("/spec/versions/0/schema/openAPIV3Schema");
    }
}
