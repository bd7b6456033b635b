package dev.catchment.e2e;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.segment.analytics.Analytics;
import com.segment.analytics.Callback;
import com.segment.analytics.messages.AliasMessage;
import com.segment.analytics.messages.GroupMessage;
import com.segment.analytics.messages.IdentifyMessage;
import com.segment.analytics.messages.Message;
import com.segment.analytics.messages.MessageBuilder;
import com.segment.analytics.messages.PageMessage;
import com.segment.analytics.messages.ScreenMessage;
import com.segment.analytics.messages.TrackMessage;
import dev.catchment.contract.ContractJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Makes calls with Segment's SDK for Java as an application would. */
final class JavaSdk {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private JavaSdk() {}

    /** Returns when the SDK has an answer for every call. */
    static void send(String host, String writeKey, List<ObjectNode> calls) throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(calls.size());
        List<String> failures = Collections.synchronizedList(new ArrayList<>());
        Analytics analytics = Analytics.builder(writeKey)
                .endpoint(host)
                .flushQueueSize(100)
                .queueCapacity(calls.size())
                .callback(new Callback() {
                    @Override
                    public void success(Message message) {
                        answered.countDown();
                    }

                    @Override
                    public void failure(Message message, Throwable problem) {
                        failures.add(message.messageId() + ": " + problem);
                        answered.countDown();
                    }
                })
                .build();
        try {
            calls.forEach(call -> analytics.enqueue(message(call)));
            analytics.flush();
            if (!answered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the SDK still waits for answers to " + answered.getCount() + " calls");
            }
        } finally {
            analytics.shutdown();
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.size() + " calls failed, the first: " + failures.getFirst());
        }
    }

    private static MessageBuilder<?, ?> message(ObjectNode call) {
        MessageBuilder<?, ?> builder =
                switch (call.get("type").asText()) {
                    case "track" ->
                        TrackMessage.builder(call.get("event").asText()).properties(map(call.get("properties")));
                    case "page" ->
                        PageMessage.builder(call.get("name").asText()).properties(map(call.get("properties")));
                    case "screen" ->
                        ScreenMessage.builder(call.get("name").asText()).properties(map(call.get("properties")));
                    case "identify" -> IdentifyMessage.builder().traits(map(call.get("traits")));
                    case "group" ->
                        GroupMessage.builder(call.get("groupId").asText()).traits(map(call.get("traits")));
                    default -> AliasMessage.builder(call.get("previousId").asText());
                };
        if (call.has("messageId")) {
            builder.messageId(call.get("messageId").asText());
        }
        builder.userId(call.get("userId").asText());
        builder.timestamp(Date.from(Instant.parse(call.get("timestamp").asText())));
        builder.context(map(call.get("context")));
        return builder;
    }

    private static Map<String, Object> map(JsonNode object) {
        return ContractJson.EVENTS.convertValue(object, new TypeReference<>() {});
    }
}
