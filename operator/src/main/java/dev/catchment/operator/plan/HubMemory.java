package dev.catchment.operator.plan;

import dev.catchment.compile.Memory;
import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.Sealer;
import dev.catchment.operator.secret.SecretContent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is the same from one compilation of a hub to the next, so that the compiler can see that it is. */
final class HubMemory {
    private final Memory compiled = new Memory();
    private Map<String, Texts> texts = Map.of();
    private byte @Nullable [] key;
    private @Nullable Sealer sealer;

    private record Texts(SecretContent of, Map<String, Secret> values) {}

    Memory compiled() {
        return compiled;
    }

    /** The values of Secrets as texts; the same map for a content that was read once. */
    Map<String, Map<String, Secret>> texts(Map<String, SecretContent> contents) {
        Map<String, Texts> now = new HashMap<>();
        Map<String, Map<String, Secret>> values = new HashMap<>();
        contents.forEach((name, content) -> {
            Texts before = texts.get(name);
            Texts known = before != null && before.of().equals(content) ? before : new Texts(content, content.texts());
            now.put(name, known);
            values.put(name, known.values());
        });
        texts = now;
        return values;
    }

    Sealer sealer(byte[] workspaceKey) {
        Sealer known = sealer;
        if (known == null || !Arrays.equals(key, workspaceKey)) {
            known = new Sealer(workspaceKey);
            sealer = known;
            key = workspaceKey.clone();
        }
        return known;
    }
}
