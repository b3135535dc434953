package io.snapledger.benchmarks;

import io.snapledger.benchmarks.Measurements.Figures;
import io.snapledger.testkit.cluster.Cluster;
import io.snapledger.testkit.cluster.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a job costs Snapledger: wall, and the CPU of all five services, of the broker and of the tools that they ran. */
final class ServiceMeter {

    private static final double TICKS_PER_SECOND = 100;

    private final Cluster cluster;

    ServiceMeter(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Returns the bytes that it wrote. */
    @FunctionalInterface
    interface Job {
        long run() throws Exception;
    }

    /** @param worker whose peak of memory is wanted */
    Figures measure(String worker, Job job) throws Exception {
        Map<String, Double> before = cpu();
        long begin = System.nanoTime();
        long bytes = job.run();
        double wall = (System.nanoTime() - begin) / 1e9;
        Map<String, Double> used = cpu();
        used.replaceAll((member, seconds) -> seconds - before.get(member));
        used.forEach((member, seconds) -> System.out.printf("    of which %-23s cpu %7.2f s%n", member, seconds));
        double cpu = used.values().stream().mapToDouble(Double::doubleValue).sum();
        return new Figures(wall, cpu, bytes, cluster.member(worker).peakResidentBytes());
    }

    /** Seconds of CPU of each member and of the tools that it has waited for, from proc(5). */
    private Map<String, Double> cpu() throws IOException {
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (ServiceProcess member : cluster.members()) {
            double ticks = 0;
            String stat = Files.readString(Path.of("/proc/" + member.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            for (int field = 11; field <= 14; field++) { // utime, stime, cutime, cstime
                ticks += Double.parseDouble(fields[field]);
            }
            seconds.put(member.name(), ticks / TICKS_PER_SECOND);
        }
        return seconds;
    }
}
