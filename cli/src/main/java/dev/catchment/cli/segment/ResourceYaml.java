package dev.catchment.cli.segment;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.jspecify.annotations.Nullable;

/** Resources as YAML. Every text is quoted, so that no reader of YAML takes a token for a number or a date. */
final class ResourceYaml {
    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .enable(YAMLGenerator.Feature.ALLOW_LONG_KEYS)
            .build());

    static {
        YAML.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
    }

    private ResourceYaml() {}

    static String write(String origin, ObjectNode destination, @Nullable ObjectNode secret)
            throws JsonProcessingException {
        StringBuilder yaml = new StringBuilder()
                .append("# Imported from the Segment destination ")
                .append(origin.replaceAll("\\p{Cntrl}", " "))
                .append(" by `catchment import segment`.\n")
                .append(YAML.writeValueAsString(destination));
        if (secret != null) {
            yaml.append("---\n")
                    .append("# Keep this Secret out of git, or encrypt it.\n")
                    .append(YAML.writeValueAsString(secret));
        }
        return yaml.toString();
    }
}
