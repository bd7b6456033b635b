{{- define "catchment.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains "catchment" .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-catchment" .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{- define "catchment.operator" -}}
{{ include "catchment.fullname" . }}-operator
{{- end }}

{{- define "catchment.nats" -}}
{{ include "catchment.fullname" . }}-nats
{{- end }}

{{/* Of what is not in a namespace: two releases of one name, in two namespaces, do not meet. */}}
{{- define "catchment.clusterName" -}}
{{ .Release.Namespace }}:{{ include "catchment.fullname" . }}
{{- end }}

{{- define "catchment.labels" -}}
app.kubernetes.io/name: catchment
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{/* What never changes: (dict "root" $ "component" "operator"). */}}
{{- define "catchment.selector" -}}
app.kubernetes.io/name: catchment
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "catchment.image" -}}
{{ .root.Values.image.repository }}/{{ .name }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{- define "catchment.watchesAll" -}}
{{- if has "*" .Values.watchNamespaces -}}yes{{- end -}}
{{- end }}

{{/* The watched namespaces as {"names": [...]}; none with "*". */}}
{{- define "catchment.namespaces" -}}
{{- if include "catchment.watchesAll" . -}}
{{- dict "names" list | toJson -}}
{{- else -}}
{{- dict "names" (.Values.watchNamespaces | default (list .Release.Namespace) | uniq | sortAlpha) | toJson -}}
{{- end -}}
{{- end }}

{{/* A size such as 4Gi in bytes. */}}
{{- define "catchment.bytes" -}}
{{- $units := dict "" 1 "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 -}}
{{- $number := regexFind "^[0-9]+" . -}}
{{- mul (int64 $number) (int64 (get $units (trimPrefix $number .))) -}}
{{- end }}

{{/* In MiB, for people. */}}
{{- define "catchment.mebibytes" -}}
{{ div (int64 .) 1048576 }} MiB
{{- end }}

{{- define "catchment.natsServers" -}}
{{- if .Values.nats.enabled -}}
nats://{{ include "catchment.nats" . }}.{{ .Release.Namespace }}:4222
{{- else -}}
{{ join "," .Values.nats.servers }}
{{- end -}}
{{- end }}

{{/* Name of the Secret of a NATS user: (dict "root" $ "user" "operator"); empty: none. */}}
{{- define "catchment.natsSecret" -}}
{{- $nats := .root.Values.nats -}}
{{- if $nats.enabled -}}
{{- get $nats.auth.existingSecrets .user | default (printf "%s-%s" (include "catchment.nats" .root) .user) -}}
{{- else if eq .user "operator" -}}
{{- $nats.credentialsSecret -}}
{{- else -}}
{{- get $nats.planeCredentialsSecrets .user -}}
{{- end -}}
{{- end }}

{{/* The password of a NATS user that the chart makes up: the one that is there, or one that stays for this rendering. */}}
{{- define "catchment.natsPassword" -}}
{{- $made := .root.Values.nats.auth._made | default dict -}}
{{- if not (hasKey $made .user) -}}
{{- $secret := lookup "v1" "Secret" .root.Release.Namespace (include "catchment.natsSecret" .) -}}
{{- $there := dig "data" "password" "" $secret -}}
{{- $_ := set $made .user (ternary (b64dec $there) (printf "p%s" (randAlphaNum 31)) (ne $there "")) -}}
{{- $_ := set .root.Values.nats.auth "_made" $made -}}
{{- end -}}
{{- get $made .user -}}
{{- end }}

{{/* What an operator or NATS container may do: nothing but run. */}}
{{- define "catchment.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "catchment.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* Where a pod may run: the values that have these names. */}}
{{- define "catchment.placement" -}}
{{- range $name := list "nodeSelector" "tolerations" "affinity" "topologySpreadConstraints" "priorityClassName" }}
{{- with get $.where $name }}
{{ $name }}: {{ toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}
