package dev.catchment.operator;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with a {@link TestTeam} of its own. */
abstract class TeamTest {
    @TempDir
    private Path folder;

    protected TestTeam team;

    @BeforeEach
    void start() throws Exception {
        team = new TestTeam(folder);
    }

    @AfterEach
    void stop() {
        team.close();
    }

    /** What is not there yet, and a write that met another one, are reasons to look again. */
    static ConditionFactory eventually() {
        return await().atMost(TestTeam.PATIENCE).ignoreExceptionsMatching(TeamTest::mayPass);
    }

    private static boolean mayPass(Throwable failure) {
        return failure instanceof NullPointerException
                || (failure instanceof KubernetesClientException e && e.getCode() == HttpURLConnection.HTTP_CONFLICT);
    }
}
