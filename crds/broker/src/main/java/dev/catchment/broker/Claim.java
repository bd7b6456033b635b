package dev.catchment.broker;

import java.util.Objects;

/**
 * Who may write to a hub's streams and buckets: one Kubernetes cluster at a time.
 *
 * @param cluster the cluster: the uid of its namespace kube-system
 * @param workspace uid of the Workspace
 * @param operator the operator's instance, for people
 * @param since when the cluster first claimed it, ISO-8601
 * @param everySeconds how often it is renewed
 */
public record Claim(String cluster, String workspace, String operator, String since, long everySeconds) {
    public Claim {
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(workspace, "workspace");
        Objects.requireNonNull(operator, "operator");
        Objects.requireNonNull(since, "since");
    }
}
