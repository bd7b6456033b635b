package dev.catchment.operator.secret;

import dev.catchment.contract.Secret;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a Secret holds; it prints its keys only.
 *
 * @param version changes whenever the content may have changed
 * @param values decoded, by key
 */
public record SecretContent(String version, Map<String, byte[]> values) {
    public SecretContent {
        values = Map.copyOf(values);
    }

    /** The values as text, for those that are text. */
    public Map<String, Secret> texts() {
        Map<String, Secret> texts = new TreeMap<>();
        values.forEach((key, value) -> texts.put(key, Secret.of(value)));
        return texts;
    }

    @Override
    public String toString() {
        return "SecretContent" + values.keySet();
    }
}
