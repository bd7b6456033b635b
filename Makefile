# The commands of this repository; `make` lists them. The work is done by the scripts in e2e/setup, which build or
# install what is missing into an ignored folder: .tools, or the one that CATCHMENT_TOOLS names.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test e2e build cluster schemas bench-ingest bench-ingest-soak bench-delivery bench-operator bench-http-clients bench-jmh bench-startup images images-check format clean tools test-tools cluster-tools

with := e2e/setup/with-tools.sh

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## build what is missing and run the quickstart on this machine: NATS, ingest, delivery and archive in one process
	@e2e/setup/run.sh

test: test-tools ## run every test: unit, real nats-server, real kube-apiserver, real SDKs, real cluster
	@e2e/setup/test.sh

e2e: test-tools build ## run the tests on a real cluster alone: k3s where Docker runs, else, as root, a node of its own on this machine
	@e2e/setup/e2e.sh --build

build: tools ## build all that bin/catchment needs
	@e2e/setup/build.sh

cluster: tools cluster-tools ## bring up a Kubernetes node with real pods on this Linux machine, until Ctrl-C (root)
	@e2e/node/cluster.sh

bench-ingest: build ## measure how many events per second ingest stores durably on this machine
	@$(with) bench/ingest.sh

bench-ingest-soak: build ## see whether ingest holds its memory over 10 minutes of full load
	@$(with) bench/ingest.sh --soak 10

bench-delivery: build ## measure how many events per second delivery sends on this machine, and what reading, lanes and dead destinations cost
	@$(with) bench/delivery.sh

bench-operator: build ## measure what the operator takes to look after ten thousand Destinations: changes, memory, requests
	@e2e/setup/install-kubernetes.sh
	@$(with) bench/operator.sh

bench-startup: tools ## measure how fast the programs of the images are ready on one core, and what they hold
	@$(with) bench/startup.sh

bench-http-clients: build ## measure what a POST costs with each HTTP client
	@$(with) bench/http-clients.sh

bench-jmh: build ## measure what parsing a request, writing and reading a frame, and mapping an event cost
	@$(with) bench/jmh.sh

images: tools ## build the images of all programs, and nats-server's for tests, into target/images; no registry and no Docker needed
	@e2e/setup/build-images.sh

images-check: tools ## build the images twice and compare them, and check that each is complete and starts
	@e2e/setup/check-images.sh

schemas: build ## write the JSON Schemas for editors into docs/schemas anew
	@bin/catchment schemas docs/schemas

format: ## format the Java sources
	@e2e/setup/check-prerequisites.sh run
	@$(with) mvn -B -ntp -q -Dstyle.color=never spotless:apply

clean: ## remove what Maven built; the tools folder stays
	@e2e/setup/check-prerequisites.sh run
	@$(with) mvn -B -ntp -q -Dstyle.color=never clean
	@rm -rf target

tools: ## install what running needs: nats-server
	@e2e/setup/check-prerequisites.sh run
	@e2e/setup/check-disk.sh run
	@e2e/setup/install-nats.sh

test-tools: ## install what the tests need: nats-server, etcd, kube-apiserver, kube-controller-manager, kubectl, kstatus, promrules, helm, CRDs of others, the SDKs for Node, Python and Go; as root what a node of its own needs
	@e2e/setup/check-prerequisites.sh test
	@e2e/setup/check-disk.sh test
	@e2e/setup/install-nats.sh
	@e2e/setup/install-kubernetes.sh
	@e2e/setup/install-kstatus.sh
	@e2e/setup/install-promrules.sh
	@e2e/setup/install-helm.sh
	@e2e/setup/install-node.sh test
	@e2e/setup/install-sdks.sh

cluster-tools: ## install what a Kubernetes node with real pods needs: Kubernetes' programs, containerd, CoreDNS, helm
	@e2e/setup/check-prerequisites.sh cluster
	@e2e/setup/check-disk.sh cluster
	@e2e/setup/install-kubernetes.sh
	@e2e/setup/install-node.sh cluster
	@e2e/setup/install-helm.sh
