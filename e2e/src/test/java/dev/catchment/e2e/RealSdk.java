package dev.catchment.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** The SDKs that run unmodified against the hub, each with the versions that its lock file or the POM pins. */
enum RealSdk {
    // The slowest first: it waits for half a minute before it sends again.
    JAVA("analytics-java", true, SdkCalls.Values.JAVA) {
        @Override
        void send(SdkRun run) throws Exception {
            JavaSdk.send(run.url(), HubFolder.WRITE_KEY, run.calls());
        }
    },
    /** It works on many threads, so its calls overtake each other before it sends them. */
    KOTLIN("analytics-kotlin", false, SdkCalls.Values.KOTLIN) {
        @Override
        void send(SdkRun run) throws Exception {
            KotlinSdk.send(run, HubFolder.WRITE_KEY);
        }

        @Override
        boolean isForApps() {
            return true;
        }
    },
    NODE("@segment/analytics-node", true, SdkCalls.Values.JAVASCRIPT) {
        @Override
        void send(SdkRun run) throws Exception {
            SdkSender.node("analytics-node-3", run.url(), HubFolder.WRITE_KEY, run.calls(), SdkRun.USERS);
        }
    },
    NODE_6("analytics-node", true, SdkCalls.Values.JAVASCRIPT) {
        @Override
        void send(SdkRun run) throws Exception {
            SdkSender.node("analytics-node-6", run.url(), HubFolder.WRITE_KEY, run.calls(), SdkRun.USERS);
        }
    },
    RUDDERSTACK_NODE("analytics-node", true, SdkCalls.Values.JAVASCRIPT) {
        @Override
        void send(SdkRun run) throws Exception {
            SdkSender.node("rudderstack", run.url(), HubFolder.WRITE_KEY, run.calls(), SdkRun.USERS);
        }
    },
    PYTHON("analytics-python", true, SdkCalls.Values.PYTHON) {
        @Override
        void send(SdkRun run) throws Exception {
            SdkSender.python(run.url(), HubFolder.WRITE_KEY, run.calls());
        }
    },
    PYTHON_GZIP("analytics-python", true, SdkCalls.Values.PYTHON) {
        @Override
        void send(SdkRun run) throws Exception {
            SdkSender.python(run.url(), HubFolder.WRITE_KEY, run.calls(), "--gzip");
        }
    },
    /** It sends its batches side by side, and an application cannot wait for one. */
    GO("analytics-go", false, SdkCalls.Values.GO) {
        @Override
        void send(SdkRun run) throws Exception {
            SdkSender.go(run.url(), HubFolder.WRITE_KEY, run.calls());
        }
    };

    private final String library;
    private final boolean ordered;
    private final SdkCalls.Values values;

    /**
     * @param library what it calls itself in {@code context.library.name}
     * @param ordered whether a user's calls leave it in their order
     */
    RealSdk(String library, boolean ordered, SdkCalls.Values values) {
        this.library = library;
        this.ordered = ordered;
        this.values = values;
    }

    /** Returns when the SDK has an answer for every call. */
    abstract void send(SdkRun run) throws Exception;

    /** One user, the SDK's own times and context, and TLS. */
    boolean isForApps() {
        return false;
    }

    String library() {
        return library;
    }

    boolean isOrdered() {
        return ordered;
    }

    /** @param prefix of the calls' names, one per run */
    List<ObjectNode> calls(String prefix, int count, int users) {
        return isForApps() ? SdkCalls.ofAnApp(prefix, count) : SdkCalls.of(prefix, values, count, users);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
