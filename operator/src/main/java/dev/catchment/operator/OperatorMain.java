package dev.catchment.operator;

import dev.catchment.broker.Logging;
import io.fabric8.kubernetes.client.Config;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.LoggerFactory;

/** Starts the operator from its environment ({@link OperatorSettings}); SIGTERM ends it. */
public final class OperatorMain {
    private OperatorMain() {}

    /** Exits with 2 if a setting is missing or wrong, with 1 if the cluster cannot be followed. */
    public static void main(String[] arguments) {
        OperatorSettings settings;
        try {
            Logging.start("dev/catchment/operator/logback.xml", System.getenv());
            settings = OperatorSettings.fromEnvironment(System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        try {
            run(settings, Config.autoConfigure(null));
        } catch (IOException | RuntimeException e) {
            LoggerFactory.getLogger(OperatorMain.class).error("the operator cannot start", e);
            System.exit(1);
        }
    }

    /**
     * Returns when the informers are in step; the controllers go on in their own threads. There is no shutdown hook:
     * under leader election a controller that is stopped by one may still write (java-operator-sdk#1614), and whatever
     * was under way when the process ends is begun again by the next.
     */
    private static void run(OperatorSettings settings, Config config) throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        CatchmentOperator operator = new CatchmentOperator(
                config,
                settings,
                ShippedTypes.read(),
                MicrometerMetrics.withoutPerResourceMetrics(registry),
                Clock.systemUTC(),
                registry);
        Health.start(settings.adminPort(), operator::ready, registry::scrape);
        operator.start();
        LoggerFactory.getLogger(OperatorMain.class)
                .atInfo()
                .addKeyValue("namespaces", settings.watchNamespaces())
                .addKeyValue("adminPort", settings.adminPort())
                .log("operator started");
    }
}
