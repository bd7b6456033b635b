package dev.catchment.operator.workspace;

import dev.catchment.contract.HubId;
import dev.catchment.contract.plan.Sealer;
import dev.catchment.operator.Labels;
import dev.catchment.operator.Names;
import dev.catchment.operator.secret.SecretContent;
import dev.catchment.operator.secret.SecretReader;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The key under which a hub's credentials are sealed: 32 random bytes in a Secret that is made once and never
 * overwritten. Nobody owns it, because what is sealed in NATS outlives a Workspace that git deletes and creates again.
 */
final class WorkspaceKey {
    private final KubernetesClient client;
    private final SecretReader secrets;
    private final SecureRandom random = new SecureRandom();

    WorkspaceKey(KubernetesClient client, SecretReader secrets) {
        this.client = client;
        this.secrets = secrets;
    }

    /** @param hash for those who must notice another key: it says nothing about this one */
    record Key(SecretContent secret, byte[] bytes, String hash) {
        @Override
        public String toString() {
            return "***";
        }
    }

    /** The key, made if there is none; empty if the Secret that is there holds no key. */
    Optional<Key> ensure(HubId hub) throws InterruptedException {
        String name = Names.workspaceKeySecret(hub);
        if (!secrets.exists(hub.namespace(), name)) {
            create(hub, name);
        }
        SecretContent content = secrets.read(hub.namespace(), Set.of(name)).get(name);
        if (content == null) {
            content = secrets.readNow(hub.namespace(), name);
        }
        byte[] bytes = content.values().getOrDefault(Names.WORKSPACE_KEY, new byte[0]);
        return bytes.length == Sealer.KEY_BYTES ? Optional.of(new Key(content, bytes, hash(bytes))) : Optional.empty();
    }

    private void create(HubId hub, String name) {
        byte[] key = new byte[Sealer.KEY_BYTES];
        random.nextBytes(key);
        try {
            client.resource(new SecretBuilder()
                            .withNewMetadata()
                            .withNamespace(hub.namespace())
                            .withName(name)
                            .withLabels(Labels.of(hub))
                            .endMetadata()
                            .withType("Opaque")
                            .withData(Map.of(
                                    Names.WORKSPACE_KEY, Base64.getEncoder().encodeToString(key)))
                            .build())
                    .create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    /** Removes it together with everything that was sealed under it. */
    void delete(HubId hub) {
        client.secrets()
                .inNamespace(hub.namespace())
                .withName(Names.workspaceKeySecret(hub))
                .delete();
    }

    private static String hash(byte[] key) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(key);
            return HexFormat.of().formatHex(sum, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
