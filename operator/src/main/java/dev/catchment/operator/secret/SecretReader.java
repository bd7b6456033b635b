package dev.catchment.operator.secret;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Secrets that resources name.
 *
 * <p>One informer follows all Secrets of the watched namespaces, because a Secret is referred to by name, may appear
 * after its reference, and carries no label of ours. Its store keeps metadata only ({@link #metadataOnly}): about a
 * kilobyte each, and no credential that is not ours lies in the operator's memory. The content of those that are
 * referred to is read one by one and kept until the informer reports another version.
 */
public final class SecretReader {
    private static final int READS_AT_ONCE = 16;

    private final KubernetesClient client;
    private final Cache<Secret> metadata;
    private final Map<ResourceID, SecretContent> contents = new ConcurrentHashMap<>();

    /** @param metadata the informer's store */
    public SecretReader(KubernetesClient client, Cache<Secret> metadata) {
        this.client = client;
        this.metadata = metadata;
    }

    /** What the informer's store keeps of a Secret. */
    public static Secret metadataOnly(Secret secret) {
        ObjectMeta full = secret.getMetadata();
        return new SecretBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withUid(full.getUid())
                        .withLabels(full.getLabels())
                        .withCreationTimestamp(full.getCreationTimestamp())
                        .build())
                .build();
    }

    public boolean exists(String namespace, String name) {
        return metadata.get(new ResourceID(name, namespace)).isPresent();
    }

    /** Those of these Secrets that exist, by name. */
    public Map<String, SecretContent> read(String namespace, Set<String> names) throws InterruptedException {
        Map<String, SecretContent> found = new HashMap<>();
        Set<String> toRead = new HashSet<>();
        for (String name : names) {
            ResourceID id = new ResourceID(name, namespace);
            SecretContent known = contents.get(id);
            String version = metadata.get(id)
                    .map(s -> s.getMetadata().getResourceVersion())
                    .orElse(null);
            if (version == null) {
                contents.remove(id);
            } else if (known != null && known.version().equals(version)) {
                found.put(name, known);
            } else {
                toRead.add(name);
            }
        }
        found.putAll(fetch(namespace, toRead));
        return found;
    }

    /** One that was made just now, which the informer need not have seen. */
    public SecretContent readNow(String namespace, String name) throws InterruptedException {
        SecretContent content = fetch(namespace, Set.of(name)).get(name);
        if (content == null) {
            throw new IllegalStateException(
                    "Secret \"" + name + "\" in namespace \"" + namespace + "\" vanished while it was read");
        }
        return content;
    }

    /** Forgets the contents of a namespace's Secrets that nothing refers to any more. */
    public void retain(String namespace, Predicate<String> referredTo) {
        contents.keySet()
                .removeIf(id -> id.getNamespace().orElse("").equals(namespace) && !referredTo.test(id.getName()));
    }

    private Map<String, SecretContent> fetch(String namespace, Set<String> names) throws InterruptedException {
        Map<String, SecretContent> found = new ConcurrentHashMap<>();
        Semaphore slots = new Semaphore(READS_AT_ONCE);
        List<Future<?>> reads = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String name : names) {
                slots.acquire();
                reads.add(threads.submit(() -> {
                    try {
                        Secret secret = client.secrets()
                                .inNamespace(namespace)
                                .withName(name)
                                .get();
                        if (secret != null) {
                            SecretContent content = content(secret);
                            contents.put(new ResourceID(name, namespace), content);
                            found.put(name, content);
                        }
                    } finally {
                        slots.release();
                    }
                }));
            }
            for (Future<?> read : reads) {
                await(read);
            }
        }
        return found;
    }

    private static void await(Future<?> read) throws InterruptedException {
        try {
            read.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("reading a Secret failed", e.getCause());
        }
    }

    private static SecretContent content(Secret secret) {
        Map<String, byte[]> values = new HashMap<>();
        @Nullable Map<String, String> data = secret.getData();
        if (data != null) {
            data.forEach(
                    (key, value) -> values.put(key, Base64.getDecoder().decode(Objects.requireNonNullElse(value, ""))));
        }
        return new SecretContent(secret.getMetadata().getResourceVersion(), values);
    }
}
