package dev.catchment.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What the operator takes to look after a large hub, beside a small one, both on a real kube-apiserver with real planes.
 * Arguments: a folder for data, then what {@link OperatorOptions} reads. Exit code 1: a target is missed.
 */
public final class OperatorBench {
    private static final int SMALL = 100;

    private OperatorBench() {}

    public static void main(String[] arguments) throws Exception {
        OperatorOptions options = OperatorOptions.parse(arguments);
        Page page = new Page();
        page.begin("each series %d changes, one after the other; the operator with -Xmx%s"
                .formatted(options.changes(), options.heap()));
        List<ScaledHub.Result> results = new ArrayList<>();
        try (BenchCluster cluster = BenchCluster.start(options.folder().resolve("cluster"))) {
            for (int destinations : List.of(SMALL, options.destinations())) {
                results.add(new ScaledHub(cluster, options, destinations).run());
            }
        }
        new OperatorReport(page, results).write();
        System.out.print(page.text());
        System.exit(page.good() ? 0 : 1);
    }
}
