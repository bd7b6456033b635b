package dev.catchment.contract;

import dev.catchment.contract.undelivered.RetryTier;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * The only place that spells the name of a stream, bucket, subject or key. Every stream and bucket carries namespace
 * and workspace, so that several hubs share one JetStream account without meeting.
 */
public record Subjects(HubId hub) {

    /** Key of the marker without which a plane does not read its plan. */
    public static final String PLAN_COMPLETE = "complete";

    /** Key in the {@link #appliedBucket} of who may write to the hub's streams and buckets. */
    public static final String CLAIM = "claim";

    private static final String DELIVERY_COUNTS = "delivery.";
    private static final String LOG_HEALTH = "log.";

    /** Stream and (one) subject of an event-log partition. */
    public String logStream(int partition) {
        return name("log-" + partition);
    }

    public String logSubject(int partition) {
        return subject("log") + "." + partition;
    }

    /** Dead letters: one stream; the subject ends in the destination's name, whose dots become {@code _}. */
    public String deadLetterStream() {
        return name("dead-letters");
    }

    public String deadLetterSubjects() {
        return subject("dead") + ".>";
    }

    public String deadLetterSubject(String destination) {
        return subject("dead") + "." + token(destination);
    }

    /** Events that wait for another attempt: one stream; the subject ends in partition and tier. */
    public String retryStream() {
        return name("retries");
    }

    public String retrySubjects() {
        return subject("retry") + ".>";
    }

    /** All records of a partition. */
    public String retrySubjects(int partition) {
        return subject("retry") + "." + partition + ".>";
    }

    /** Matches the subjects of one tier's records. */
    public String retrySubjects(int partition, RetryTier tier) {
        return tier == RetryTier.REDRIVE
                ? subject("retry") + "." + partition + "." + tier.token() + ".>"
                : retrySubject(partition, tier);
    }

    /** Subject of the records of a tier other than {@link RetryTier#REDRIVE}. */
    public String retrySubject(int partition, RetryTier tier) {
        return subject("retry") + "." + partition + "." + tier.token();
    }

    /**
     * A subject of its own for each event of a dead letter, so that none is re-driven twice at a time.
     *
     * @param letter sequence of the dead letter in its stream
     * @param event its number in the letter, from 0
     */
    public String redriveSubject(int partition, long letter, int event) {
        return subject("retry") + "." + partition + "." + RetryTier.REDRIVE.token() + "." + letter + "." + event;
    }

    /** Segments of the duplicate index: one stream; the subject ends in the partition. */
    public String dedupeStream() {
        return name("dedupe");
    }

    public String dedupeSubjects() {
        return subject("dedupe") + ".>";
    }

    public String dedupeSubject(int partition) {
        return subject("dedupe") + "." + partition;
    }

    public String planBucket(Plane plane) {
        return name("plan-" + plane.wireName());
    }

    /** The stream behind a bucket of key/value pairs. */
    public static String streamOf(String bucket) {
        return "KV_" + bucket;
    }

    /** What the instances of the planes have applied, one key per instance; and the {@link #CLAIM}. */
    public String appliedBucket() {
        return name("applied");
    }

    public static String appliedKey(Plane plane, String instance) {
        return plane.wireName() + "." + instance;
    }

    /**
     * What the instances of ingest have counted, which they write themselves, and what the operator folded; what the
     * directors of delivery have counted, and what they know of the log.
     */
    public String countsBucket() {
        return name("counts");
    }

    public static String ingestCountsKey(int shard, String instance) {
        return "ingest." + shard + "." + token(instance);
    }

    public static String foldedCountsKey(int shard) {
        return "folded." + shard;
    }

    /** What the director of a partition has counted of the destinations of a shard. */
    public static String deliveryCountsKey(int partition, int shard) {
        return DELIVERY_COUNTS + partition + "." + shard;
    }

    /** The shard of a {@link #deliveryCountsKey}; empty: it is another key. */
    public static OptionalInt deliveryCountsShard(String key) {
        return key.startsWith(DELIVERY_COUNTS) ? number(key.substring(key.lastIndexOf('.') + 1)) : OptionalInt.empty();
    }

    /** What the director of a partition knows of its log. */
    public static String logHealthKey(int partition) {
        return LOG_HEALTH + partition;
    }

    /** The partition of a {@link #logHealthKey}; empty: it is another key. */
    public static OptionalInt logHealthPartition(String key) {
        return key.startsWith(LOG_HEALTH) ? number(key.substring(LOG_HEALTH.length())) : OptionalInt.empty();
    }

    private static OptionalInt number(String text) {
        boolean number = !text.isEmpty() && text.length() < 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    /** Leases, marks and counters of the directors. */
    public String stateBucket() {
        return name("state");
    }

    public static String leaseKey(int partition) {
        return "lease." + partition;
    }

    public static String marksKey(int partition, int shard) {
        return "marks." + partition + "." + shard;
    }

    /** What a careful director of the partition has under way. */
    public static String suspectKey(int partition) {
        return "suspect." + partition;
    }

    /** Epoch of a director that lost the partition alive. */
    public static String outlivedKey(int partition) {
        return "outlived." + partition;
    }

    /** The access token of a destination, sealed. */
    public static String tokenKey(String destination) {
        return "token." + token(destination);
    }

    /** Sign of life of an instance of the delivery plane. */
    public static String memberKey(String instance) {
        return "member." + token(instance);
    }

    /** Matches every {@link #memberKey}. */
    public static String memberKeys() {
        return "member.*";
    }

    /** Object store of the archive, and the KV bucket whose entries make its objects exist. */
    public String archiveBucket() {
        return name("archive");
    }

    public String archiveIndexBucket() {
        return name("archive-index");
    }

    /** Sorts by position within a partition: the number has a fixed width. */
    public static String archiveIndexKey(int partition, Position first) {
        return String.format(Locale.ROOT, "%d.%019d", partition, first.packed());
    }

    private String name(String part) {
        return "catchment_" + hub.namespace() + "_" + hub.workspace() + "_" + part;
    }

    private String subject(String part) {
        return "catchment." + hub.namespace() + "." + hub.workspace() + "." + part;
    }

    private static String token(String resourceName) {
        return resourceName.replace('.', '_');
    }
}
