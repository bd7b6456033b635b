package dev.catchment.operator;

import static org.awaitility.Awaitility.await;

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

    static ConditionFactory eventually() {
        return await().atMost(TestTeam.PATIENCE);
    }
}
