package dev.catchment.cli.segment;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resources as YAML. Every text is quoted, so that no reader of YAML takes a token for a number or a date. */
final class ResourceYaml {
    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .enable(YAMLGenerator.Feature.ALLOW_LONG_KEYS)
            .stringQuotingChecker(new PlainNames())
            .build());
    /** Letters for characters, which not every reader knows. */
    private static final Map<String, String> RARE = Map.of("N", "x85", "_", "xa0", "L", "u2028", "P", "u2029");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

    static {
        YAML.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
    }

    private ResourceYaml() {}

    /** So that no name is a sign of YAML's, such as {@code <<}, and a backslash always is an escape. */
    private static final class PlainNames extends StringQuotingChecker.Default {
        private static final long serialVersionUID = 1L;
        private static final Pattern PLAIN = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$.-]*");

        @Override
        public boolean needToQuoteName(String name) {
            return !PLAIN.matcher(name).matches() || super.needToQuoteName(name);
        }
    }

    private static String yaml(ObjectNode resource) throws JsonProcessingException {
        return ESCAPE.matcher(YAML.writeValueAsString(resource))
                .replaceAll(
                        escape -> Matcher.quoteReplacement("\\" + RARE.getOrDefault(escape.group(1), escape.group(1))));
    }

    static String write(String origin, ObjectNode destination, @Nullable ObjectNode secret)
            throws JsonProcessingException {
        StringBuilder yaml = new StringBuilder()
                .append("# Imported from the Segment destination ")
                .append(origin.replaceAll("\\p{Cntrl}", " "))
                .append(" by `catchment import segment`.\n")
                .append(yaml(destination));
        if (secret != null) {
            yaml.append("---\n")
                    .append("# Keep this Secret out of git, or encrypt it.\n")
                    .append(yaml(secret));
        }
        return yaml.toString();
    }
}
