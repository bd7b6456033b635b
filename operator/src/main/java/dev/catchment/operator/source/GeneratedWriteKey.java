package dev.catchment.operator.source;

import dev.catchment.api.v1alpha1.Source;
import dev.catchment.operator.Labels;
import dev.catchment.operator.Names;
import dev.catchment.operator.secret.SecretReader;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.security.SecureRandom;
import java.util.Map;

/**
 * The write key of a Source that names none. It lies in a Secret that nobody owns and that is never overwritten: a
 * Source that is deleted and created again keeps its key, and with it every app that was shipped with it.
 */
final class GeneratedWriteKey {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 32;

    private final KubernetesClient client;
    private final SecretReader secrets;
    private final SecureRandom random = new SecureRandom();

    GeneratedWriteKey(KubernetesClient client, SecretReader secrets) {
        this.client = client;
        this.secrets = secrets;
    }

    /** Makes the Secret exist; one that is there is adopted as it is. */
    void ensure(Source source) {
        String namespace = source.getMetadata().getNamespace();
        String name = Names.writeKeySecret(source.getMetadata().getName());
        if (secrets.exists(namespace, name)) {
            return;
        }
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(Map.of(Labels.MANAGED_BY_KEY, Labels.MANAGED_BY))
                .endMetadata()
                .withType("Opaque")
                .withStringData(Map.of(Names.WRITE_KEY, generate()))
                .build();
        try {
            client.resource(secret).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    private String generate() {
        StringBuilder key = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            key.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return key.toString();
    }
}
