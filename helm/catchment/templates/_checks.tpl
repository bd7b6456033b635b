{{/* Two operators with the same resources would undo each other's work. Only seen where the chart sees the cluster. */}}
{{- define "catchment.refuseSharedNamespaces" -}}
{{- $all := include "catchment.watchesAll" . -}}
{{- $mine := (include "catchment.namespaces" . | fromJson).names -}}
{{- range (lookup "rbac.authorization.k8s.io/v1" "ClusterRole" "" "").items -}}
{{- if and (eq (dig "metadata" "labels" "catchment.dev/watches" "" .) "all") (not (include "catchment.isOwn" (dict "root" $ "object" .))) -}}
{{- fail (printf "the release %s already watches every namespace of this cluster: use it, or upgrade it with watchNamespaces first" (include "catchment.ownerOf" .)) -}}
{{- end -}}
{{- end -}}
{{- range (lookup "rbac.authorization.k8s.io/v1" "Role" "" "").items -}}
{{- $namespace := .metadata.namespace -}}
{{- if and (eq .metadata.name "catchment-operator") (or $all (has $namespace $mine)) (not (include "catchment.isOwn" (dict "root" $ "object" .))) -}}
{{- fail (printf "watchNamespaces: namespace %s is already watched by the release %s: a namespace belongs to one" $namespace (include "catchment.ownerOf" .)) -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/* Helm would stop half-way. */}}
{{- define "catchment.refuseMissingNamespaces" -}}
{{- if lookup "v1" "Namespace" "" "kube-system" -}}
{{- range without (include "catchment.namespaces" . | fromJson).names .Release.Namespace -}}
{{- if not (lookup "v1" "Namespace" "" .) -}}
{{- fail (printf "watchNamespaces: there is no namespace %s: create it first" .) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end }}

{{- define "catchment.isOwn" -}}
{{- $annotations := .object.metadata.annotations | default dict -}}
{{- if and (eq (get $annotations "meta.helm.sh/release-name") .root.Release.Name) (eq (get $annotations "meta.helm.sh/release-namespace") .root.Release.Namespace) -}}
yes
{{- end -}}
{{- end }}

{{- define "catchment.ownerOf" -}}
{{- $annotations := .metadata.annotations | default dict -}}
{{ get $annotations "meta.helm.sh/release-name" | default "?" }} in namespace {{ get $annotations "meta.helm.sh/release-namespace" | default "?" }}
{{- end }}

{{/* What the schema cannot say. */}}
{{- define "catchment.check" -}}
{{- $nats := .Values.nats -}}
{{- if and (has "*" .Values.watchNamespaces) (gt (len .Values.watchNamespaces) 1) -}}
{{- fail "watchNamespaces: \"*\" is every namespace: give it alone, or name the namespaces" -}}
{{- end -}}
{{- if $nats.enabled -}}
{{- if $nats.servers -}}
{{- fail "nats.servers: is for a NATS of your own: set nats.enabled=false, or leave it out" -}}
{{- end -}}
{{- if or $nats.credentialsSecret $nats.planeCredentialsSecrets.ingest $nats.planeCredentialsSecrets.delivery -}}
{{- fail "nats.credentialsSecret and nats.planeCredentialsSecrets: are for a NATS of your own: set nats.enabled=false, or use nats.auth.existingSecrets" -}}
{{- end -}}
{{- $existing := without (values $nats.auth.existingSecrets) "" -}}
{{- if and $existing (lt (len $existing) 4) -}}
{{- fail "nats.auth.existingSecrets: name all four (operator, ingest, delivery, system), or none" -}}
{{- end -}}
{{- $copies := int ($nats.streamReplicas | default $nats.replicas) -}}
{{- if gt $copies (int $nats.replicas) -}}
{{- fail (printf "nats.streamReplicas: %d copies need as many servers, and nats.replicas is %d" $copies (int $nats.replicas)) -}}
{{- end -}}
{{- include "catchment.checkRoom" . -}}
{{- else -}}
{{- if not $nats.servers -}}
{{- fail "nats.servers: name the servers, such as [\"tls://nats.example:4222\"], or set nats.enabled=true for the chart's own NATS" -}}
{{- end -}}
{{- $planes := without (list $nats.planeCredentialsSecrets.ingest $nats.planeCredentialsSecrets.delivery) "" -}}
{{- if eq (len $planes) 1 -}}
{{- fail "nats.planeCredentialsSecrets: name both (ingest, delivery), or none; it may be the same Secret" -}}
{{- end -}}
{{- if and $nats.credentialsSecret (not $planes) -}}
{{- fail "nats.planeCredentialsSecrets: the operator has credentials (nats.credentialsSecret) and the planes have none: name the Secrets with theirs" -}}
{{- end -}}
{{- if and $planes (not $nats.credentialsSecret) -}}
{{- fail "nats.credentialsSecret: the planes have credentials (nats.planeCredentialsSecrets) and the operator has none: name the Secret with its" -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/* What one hub reserves: the log and three quarters of it, the plans and the buckets beside them, the archive. */}}
{{- define "catchment.checkRoom" -}}
{{- $defaults := .Values.workspaceDefaults -}}
{{- $log := include "catchment.bytes" $defaults.logMaxBytes | int64 -}}
{{- $plan := include "catchment.bytes" $defaults.planMaxBytes | int64 -}}
{{- $archive := include "catchment.bytes" $defaults.archiveMaxBytes | int64 -}}
{{- $needed := add (div (mul $log 7) 4) (div (mul $plan 9) 2) $archive -}}
{{- $store := include "catchment.natsStore" . | int64 -}}
{{- if gt $needed (div (mul $store 4) 5) -}}
{{- fail (printf "workspaceDefaults: a hub needs %s (7/4 of logMaxBytes, 9/2 of planMaxBytes, archiveMaxBytes), and that is more than 80 %% of the %s that NATS has: raise nats.persistence.size, or lower logMaxBytes or archiveMaxBytes" (include "catchment.mebibytes" $needed) (include "catchment.mebibytes" $store)) -}}
{{- end -}}
{{- end }}

{{/* max_file_store in bytes. */}}
{{- define "catchment.natsStore" -}}
{{- div (mul (include "catchment.bytes" .Values.nats.persistence.size | int64) (int64 .Values.nats.persistence.storePercent)) 100 -}}
{{- end }}
