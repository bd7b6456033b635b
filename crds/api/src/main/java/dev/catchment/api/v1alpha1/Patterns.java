package dev.catchment.api.v1alpha1;

/** The patterns of texts in the schema; all of them are valid in both RE2 (kube-apiserver) and java.util.regex. */
final class Patterns {
    static final String DNS_LABEL = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";
    static final String DNS_SUBDOMAIN = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";
    static final String SECRET_KEY = "^[-._a-zA-Z0-9]+$";
    static final String DURATION = "^[1-9][0-9]{0,5}(s|m|h|d)$";
    static final String SIZE = "^([1-9][0-9]{0,14}|[1-9][0-9]{0,5}(Ki|Mi|Gi|Ti))$";
    static final String TIME =
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[-+][0-9]{2}:[0-9]{2})$";
    static final String VERSION = "^[A-Za-z0-9]([-._A-Za-z0-9]*[A-Za-z0-9])?$";
    /** No user part: credentials belong into a Secret. */
    static final String NATS_URL = "^(nats|tls|ws|wss)://[^@/\\s]+$";

    static final String ORIGIN = "^https?://(\\*\\.)?[-A-Za-z0-9.]+(:[0-9]{1,5})?$";
    static final String CIDR = "^[0-9a-fA-F.:]+/[0-9]{1,3}$";

    private Patterns() {}
}
