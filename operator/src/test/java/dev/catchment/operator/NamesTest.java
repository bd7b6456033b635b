package dev.catchment.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
    /** Names that end as ours do. */
    private static final List<String> AWKWARD =
            List.of("a", "a-ingest", "a-delivery", "a-ingest-ingest", "a-workspace", "a-workspace-key", "a-write-key");

    @Test
    void objectsOfTwoWorkspacesNeverMeet() {
        List<String> names = new ArrayList<>();
        for (String workspace : AWKWARD) {
            HubId hub = new HubId("shop", workspace);
            for (Plane plane : Plane.values()) {
                names.add(Names.plane(hub, plane));
            }
        }
        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void secretsOfWorkspacesAndSourcesNeverMeet() {
        List<String> names = new ArrayList<>();
        AWKWARD.forEach(name -> {
            names.add(Names.workspaceKeySecret(new HubId("shop", name)));
            names.add(Names.writeKeySecret(name));
        });
        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void streamsOfTwoNamespacesNeverMeet() {
        List<String> names = new ArrayList<>();
        for (String namespace : AWKWARD) {
            for (String workspace : AWKWARD) {
                Subjects hub = new Subjects(new HubId(namespace, workspace));
                names.addAll(List.of(
                        hub.logStream(0),
                        hub.logSubject(0),
                        hub.stateBucket(),
                        hub.countsBucket(),
                        hub.planBucket(Plane.INGEST),
                        hub.archiveBucket(),
                        hub.archiveIndexBucket()));
            }
        }
        assertThat(names).doesNotHaveDuplicates();
    }
}
